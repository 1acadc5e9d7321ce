package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A region as large as they get. */
class ScaleIT {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int IMAGES = 100_000;
  private static final Pattern NEXT = Pattern.compile("<nextToken>([^<]+)</nextToken>");
  private static final Pattern IMAGE = Pattern.compile("<imageId>");

  private final SimulatedCloud cloud = SimulatedCloud.create();
  private final WireRequestHandler front = WireRequestHandler.of(cloud);

  /** What one full describe found, and the processor time it took the simulator. */
  private record Scan(int pages, long images, Duration time) {}

  /**
   * A cold JIT compiler and busy neighbours make a scan slower and never quicker: the best counts.
   */
  @Test
  void describesHundredThousandImagesQuickly() {
    Seeds.SeedTarget home = cloud.seeds().target("123456789012", "eu-west-1");
    for (int i = 0; i < IMAGES; i++) {
      home.image(ImageSeed.named("web-" + i).tagged("family", "web").tagged("n", "" + i));
    }

    Scan scan =
        Stream.generate(this::scan).limit(5).min(Comparator.comparing(Scan::time)).orElseThrow();

    assertThat(scan.images()).isEqualTo(IMAGES);
    assertThat(scan.pages()).isEqualTo(IMAGES / 1000);
    assertThat(scan.time()).isLessThan(Duration.ofSeconds(2));
    assertThat(usedMebibytes()).isLessThan(1024);
  }

  private Scan scan() {
    int pages = 0;
    long images = 0;
    long nanos = 0;
    String token = "";
    do {
      HttpCall call =
          HttpRequests.ec2("Action=DescribeImages&Owner.1=self&MaxResults=1000&NextToken=" + token);
      long start = THREADS.getCurrentThreadCpuTime();
      Reply.Response response = (Reply.Response) front.handle(call);
      int size = response.bytes().length;
      nanos += THREADS.getCurrentThreadCpuTime() - start;
      assertThat(response.status()).as("%d bytes", size).isEqualTo(200);
      pages++;
      images += IMAGE.matcher(response.body()).results().count();
      Matcher next = NEXT.matcher(response.body());
      token = next.find() ? URLEncoder.encode(next.group(1), StandardCharsets.UTF_8) : "";
    } while (!token.isEmpty());
    return new Scan(pages, images, Duration.ofNanos(nanos));
  }

  private static long usedMebibytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}

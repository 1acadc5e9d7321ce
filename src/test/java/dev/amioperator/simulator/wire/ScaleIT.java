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
  private static final int PAGE = 1000;
  private static final int SMALL = 10 * PAGE;
  private static final int LARGE = 100 * PAGE;
  private static final Pattern NEXT = Pattern.compile("<nextToken>([^<]+)</nextToken>");
  private static final Pattern IMAGE = Pattern.compile("<imageId>");

  /** Both are kept until the memory is measured. */
  private final WireRequestHandler smallRegion = regionOf(SMALL);

  private final WireRequestHandler largeRegion = regionOf(LARGE);

  /** What one full describe found, and the processor time it took the simulator. */
  private record Scan(int pages, long images, Duration time) {
    Duration timeOfPage() {
      return time.dividedBy(pages);
    }
  }

  /**
   * Ten times as many pages cost ten times as much: a page that looked at every image of the region
   * would cost ten times what it costs in the small one. Compared in one run, because the time
   * itself depends on the machine and its neighbours.
   */
  @Test
  void describesHundredThousandImagesByPage() {
    // The large one first: a cold JIT compiler would make the pages of the small one costly.
    Scan large = best(largeRegion);
    Scan small = best(smallRegion);

    assertThat(small.images()).isEqualTo(SMALL);
    assertThat(large.images()).isEqualTo(LARGE);
    assertThat(large.pages()).isEqualTo(LARGE / PAGE);
    assertThat(large.timeOfPage()).isLessThan(small.timeOfPage().multipliedBy(4));
    assertThat(usedMebibytes()).isLessThan(1024);
  }

  private static WireRequestHandler regionOf(int images) {
    SimulatedCloud cloud = SimulatedCloud.create();
    Seeds.SeedTarget home = cloud.seeds().target("123456789012", "eu-west-1");
    for (int i = 0; i < images; i++) {
      home.image(ImageSeed.named("web-" + i).tagged("family", "web").tagged("n", "" + i));
    }
    return WireRequestHandler.of(cloud);
  }

  /**
   * A cold JIT compiler and busy neighbours make a scan slower and never quicker: the best counts.
   */
  private static Scan best(WireRequestHandler front) {
    return Stream.generate(() -> scan(front))
        .limit(5)
        .min(Comparator.comparing(Scan::time))
        .orElseThrow();
  }

  private static Scan scan(WireRequestHandler front) {
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

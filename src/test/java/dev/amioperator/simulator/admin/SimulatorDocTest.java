package dev.amioperator.simulator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** What {@code docs/simulator.md} says is so. */
class SimulatorDocTest {
  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-01-01T00:00:00Z")));
  private final AdminApi api = new AdminApi(cloud);
  private String doc;

  @BeforeEach
  void read() throws IOException {
    doc = Files.readString(Path.of("docs", "simulator.md"));
  }

  private Stream<MatchResult> all(String regex) {
    return Pattern.compile(regex, Pattern.DOTALL).matcher(doc).results();
  }

  @Test
  void loadsSeedOfPage() {
    String seed = all("```yaml\n(.*?)```").findFirst().orElseThrow().group(1);

    AdminResponse answer = api.handle("POST", "/seed", null, seed);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(cloud.inventory().images()).hasSize(2);
  }

  @Test
  void answersRequestsOfPage() {
    List<MatchResult> posts =
        all("curl -X POST localhost:4511(/\\w+) -d '(\\{.*?\\})'(?:\n|$)").toList();

    assertThat(posts).hasSizeGreaterThan(4);
    for (MatchResult post : posts) {
      AdminResponse answer = api.handle("POST", post.group(1), null, post.group(2));
      assertThat(answer.status()).as("%s: %s", post.group(), answer.body()).isEqualTo(200);
    }
  }

  @Test
  void documentsEveryEndpointAndEffect() {
    String page = api.handle("GET", "/", null, "").body();
    List<String> paths =
        Pattern.compile("^[A-Z]+ +(/\\w[\\w/]*)", Pattern.MULTILINE)
            .matcher(page)
            .results()
            .map(result -> result.group(1))
            .toList();

    assertThat(paths).contains("/journal/leftovers").allSatisfy(p -> assertThat(doc).contains(p));
    assertThat(FaultDocument.EFFECTS).allSatisfy(e -> assertThat(doc).contains("| `" + e + "` |"));
  }

  @Test
  void documentsEveryModelledAction() {
    Caller caller = Caller.of("123456789012");
    Set<String> modelled =
        Stream.of(
                cloud.ec2(caller, "eu-west-1"),
                cloud.sts(caller),
                cloud.ssm(caller, "eu-west-1"),
                cloud.kms(caller, "eu-west-1"),
                cloud.rbin(caller, "eu-west-1"),
                cloud.imageBuilder(caller, "eu-west-1"),
                cloud.autoScaling(caller, "eu-west-1"),
                cloud.batch(caller, "eu-west-1"))
            .flatMap(client -> Arrays.stream(client.getClass().getMethods()))
            .filter(method -> method.getDeclaringClass().getName().startsWith("dev.amioperator."))
            .filter(method -> method.getParameterCount() == 1)
            .map(Method::getReturnType)
            .map(Class::getSimpleName)
            .filter(type -> type.endsWith("Response"))
            .map(type -> type.substring(0, type.length() - "Response".length()))
            .collect(Collectors.toSet());
    String section = doc.substring(doc.indexOf("## What is modelled"));
    Set<String> listed =
        Pattern.compile("`([A-Z][A-Za-z]+)`")
            .matcher(section.substring(0, section.indexOf("## What is not")))
            .results()
            .map(result -> result.group(1))
            .collect(Collectors.toSet());

    assertThat(listed).isEqualTo(modelled);
  }

  @Test
  void runsExampleOfPage() {
    String instance =
        cloud.seeds().target("123456789012", "eu-west-1").instance(InstanceSeed.small());
    Ec2Client ec2 = cloud.ec2(Caller.of("123456789012"), "eu-west-1");

    cloud.faults().loseAnswer("CreateImage", 1);
    assertThatThrownBy(() -> ec2.createImage(r -> r.instanceId(instance).name("web-42")))
        .isInstanceOf(SdkClientException.class);
    cloud.clock().step(Duration.ofMinutes(10));

    assertThat(ec2.describeImages(r -> r.owners("self")).images()).hasSize(1);
    assertThat(cloud.journal().counts()).isEqualTo(Map.of("CreateImage", 1L, "DescribeImages", 1L));
  }
}

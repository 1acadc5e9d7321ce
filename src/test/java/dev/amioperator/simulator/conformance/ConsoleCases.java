package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.state.Timing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** What GetConsoleOutput shows, and when. */
final class ConsoleCases {
  private static final String API =
      "API reference, GetConsoleOutput:"
          + " https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "the latest output is there at once, on Nitro only (the code is not documented)",
              API,
              ConsoleCases::latest),
          new ConformanceCase("the buffered output comes late", API, ConsoleCases::buffered),
          new ConformanceCase(
              "Windows shows its event log, and no output of user data",
              API,
              ConsoleCases::windows));

  private ConsoleCases() {}

  private static String launch(ConformanceEnvironment stage, String image, String type) {
    String script =
        Base64.getEncoder().encodeToString("echo build done\n".getBytes(StandardCharsets.UTF_8));
    return stage
        .ec2()
        .runInstances(
            r -> r.imageId(image).instanceType(type).userData(script).minCount(1).maxCount(1))
        .instances()
        .getFirst()
        .instanceId();
  }

  private static String output(ConformanceEnvironment stage, String id, Boolean latest) {
    String output = stage.ec2().getConsoleOutput(r -> r.instanceId(id).latest(latest)).output();
    return output == null
        ? ""
        : new String(Base64.getDecoder().decode(output), StandardCharsets.UTF_8);
  }

  private static void latest(ConformanceEnvironment stage) {
    stage.cloud().timing(timing -> Timing.DEFAULT.withConsole(Duration.ofMinutes(20)));
    String nitro = launch(stage, stage.image("web-1"), "t3.micro");
    String xen = launch(stage, stage.image("web-2"), "t2.micro");
    stage.pass(Duration.ofMinutes(5));
    assertThat(output(stage, nitro, true)).isEqualTo("build done");
    refused("UnsupportedOperation", () -> output(stage, xen, true));
  }

  private static void buffered(ConformanceEnvironment stage) {
    stage.cloud().timing(timing -> Timing.DEFAULT.withConsole(Duration.ofMinutes(20)));
    String id = launch(stage, stage.image("web-1"), "t2.micro");
    stage.pass(Duration.ofMinutes(15));
    assertThat(output(stage, id, null)).isEmpty();
    stage.pass(Duration.ofMinutes(10));
    assertThat(output(stage, id, null)).isEqualTo("build done");
  }

  private static void windows(ConformanceEnvironment stage) {
    String id = launch(stage, stage.home().image(ImageSeed.windows("win")), "t3.micro");
    stage.pass(Duration.ofMinutes(5));
    assertThat(output(stage, id, true)).contains("Windows is Ready").doesNotContain("build done");
  }
}

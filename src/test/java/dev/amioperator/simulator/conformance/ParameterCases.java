package dev.amioperator.simulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Caller;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMaxVersionLimitExceededException;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;

/** SSM parameters by path, with history and labels. */
final class ParameterCases {
  private static final String LABELS = "API reference of SSM, LabelParameterVersion";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a path lists one level unless it is recursive",
              "API reference of SSM, GetParametersByPath",
              ParameterCases::byPath),
          new ConformanceCase(
              "parameters are described by name and path",
              "API reference of SSM, ParameterStringFilter",
              ParameterCases::described),
          new ConformanceCase(
              "a label names one version and moves", LABELS, ParameterCases::labels),
          new ConformanceCase(
              "labels that break the rules are listed", LABELS, ParameterCases::badLabels),
          new ConformanceCase(
              "the oldest of 100 versions is deleted unless it has a label",
              "Systems Manager user guide, working with parameter versions",
              ParameterCases::manyVersions));

  private ParameterCases() {}

  private static SsmClient ssm(ConformanceEnvironment stage) {
    return stage.cloud().ssm(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.HOME);
  }

  private static void put(ConformanceEnvironment stage, String name, String value) {
    ssm(stage).putParameter(r -> r.name(name).type("String").value(value).overwrite(true));
  }

  private static void byPath(ConformanceEnvironment stage) {
    put(stage, "/images/web", "ami-1");
    put(stage, "/images/eu/web", "ami-2");
    put(stage, "/imagesets", "ami-3");
    assertThat(ssm(stage).getParametersByPath(r -> r.path("/images")).parameters())
        .extracting(Parameter::name)
        .containsExactly("/images/web");
    assertThat(ssm(stage).getParametersByPath(r -> r.path("/images/").recursive(true)).parameters())
        .extracting(Parameter::name)
        .containsExactly("/images/eu/web", "/images/web");
    assertThatThrownBy(
            () ->
                ssm(stage)
                    .getParametersByPath(
                        r -> r.path("/images").parameterFilters(f -> f.key("Name").values("web"))))
        .isInstanceOf(InvalidFilterKeyException.class);
  }

  private static void described(ConformanceEnvironment stage) {
    put(stage, "/images/web", "ami-1");
    put(stage, "/images/eu/web", "ami-2");
    assertThat(
            ssm(stage)
                .describeParameters(
                    r ->
                        r.parameterFilters(f -> f.key("Path").option("OneLevel").values("/images")))
                .parameters())
        .extracting(ParameterMetadata::name)
        .containsExactly("/images/web");
    assertThat(
            ssm(stage)
                .describeParameters(
                    r -> r.parameterFilters(f -> f.key("Name").option("Contains").values("eu")))
                .parameters())
        .extracting(ParameterMetadata::name)
        .containsExactly("/images/eu/web");
  }

  private static String labelled(ConformanceEnvironment stage, String label) {
    return ssm(stage).getParameter(r -> r.name("/images/web:" + label)).parameter().value();
  }

  private static void label(ConformanceEnvironment stage, long version, String... labels) {
    ssm(stage)
        .labelParameterVersion(r -> r.name("/images/web").parameterVersion(version).labels(labels));
  }

  private static void labels(ConformanceEnvironment stage) {
    put(stage, "/images/web", "ami-1");
    put(stage, "/images/web", "ami-2");
    label(stage, 1, "prod");
    assertThat(labelled(stage, "prod")).isEqualTo("ami-1");
    label(stage, 2, "prod");
    assertThat(labelled(stage, "prod")).isEqualTo("ami-2");
    assertThat(ssm(stage).getParameterHistory(r -> r.name("/images/web")).parameters())
        .extracting(ParameterHistory::labels)
        .containsExactly(List.of(), List.of("prod"));
    assertThatThrownBy(() -> labelled(stage, "dev"))
        .isInstanceOf(ParameterVersionNotFoundException.class);
  }

  private static void badLabels(ConformanceEnvironment stage) {
    put(stage, "/images/web", "ami-1");
    assertThat(
            ssm(stage)
                .labelParameterVersion(r -> r.name("/images/web").labels("1st", "ssm-x", "ok"))
                .invalidLabels())
        .containsExactly("1st", "ssm-x");
  }

  private static void manyVersions(ConformanceEnvironment stage) {
    IntStream.rangeClosed(1, 101).forEach(n -> put(stage, "/images/web", "ami-" + n));
    assertThatThrownBy(() -> labelled(stage, "1"))
        .isInstanceOf(ParameterVersionNotFoundException.class);
    label(stage, 2, "prod");
    assertThatThrownBy(() -> put(stage, "/images/web", "ami-102"))
        .isInstanceOf(ParameterMaxVersionLimitExceededException.class);
  }
}

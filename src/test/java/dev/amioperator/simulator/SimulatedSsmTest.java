package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.conformance.ConformanceEnvironment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.HierarchyTypeMismatchException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Systems Manager API reference, PutParameter; user guide, native parameter support for AMIs. */
class SimulatedSsmTest {
  private static final String NAME = "/images/web";

  private final ConformanceEnvironment stage = ConformanceEnvironment.inProcess();
  private final SsmClient ssm =
      stage.cloud().ssm(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.HOME);
  private final String image = stage.image("web-1");

  @Test
  void writesImageParameterAfterValidation() {
    assertThat(ssm.putParameter(image(image).build()).version()).isEqualTo(1);
    assertThatThrownBy(() -> get(NAME)).isInstanceOf(ParameterNotFoundException.class);

    stage.pass(Duration.ofSeconds(5));
    Parameter parameter = get(NAME);
    assertThat(parameter.value()).isEqualTo(image);
    assertThat(parameter.dataType()).isEqualTo("aws:ec2:image");
    assertThat(parameter.arn())
        .isEqualTo("arn:aws:ssm:eu-west-1:123456789012:parameter/images/web");
  }

  @Test
  void neverWritesParameterForUnusableImage() {
    ssm.putParameter(image("ami-0123456789abcdef0").build());
    stage.pass(Duration.ofMinutes(1));
    assertThatThrownBy(() -> get(NAME)).isInstanceOf(ParameterNotFoundException.class);

    ssm.putParameter(image(image).build());
    stage.pass(Duration.ofMinutes(1));
    ssm.putParameter(image("ami-0123456789abcdef0").overwrite(true).build());
    stage.pass(Duration.ofMinutes(1));
    assertThat(get(NAME).value()).isEqualTo(image);
    assertThat(get(NAME).version()).isEqualTo(1);
  }

  @Test
  void overwritesOnRequestAndKeepsTypes() {
    ssm.putParameter(text("one").build());
    assertThatThrownBy(() -> ssm.putParameter(text("two").build()))
        .isInstanceOf(ParameterAlreadyExistsException.class);
    assertThat(ssm.putParameter(text("two").overwrite(true).build()).version()).isEqualTo(2);
    assertThat(get(NAME).value()).isEqualTo("two");
    assertRefused("ValidationException", image(image).overwrite(true));
    assertThatThrownBy(
            () -> ssm.putParameter(text("x").type("SecureString").overwrite(true).build()))
        .isInstanceOf(HierarchyTypeMismatchException.class);
  }

  @Test
  void readsOlderVersionByNumber() {
    ssm.putParameter(text("one").build());
    ssm.putParameter(text("two").overwrite(true).build());

    assertThat(get(NAME + ":1").value()).isEqualTo("one");
    assertThat(get(NAME + ":1").selector()).isEqualTo(":1");
    assertThat(ssm.getParameters(r -> r.names(NAME + ":2", NAME + ":3")).invalidParameters())
        .containsExactly(NAME + ":3");
    assertThatThrownBy(() -> get(NAME + ":3"))
        .isInstanceOf(ParameterVersionNotFoundException.class);
    assertThatThrownBy(() -> get("/none:1")).isInstanceOf(ParameterNotFoundException.class);
  }

  @Test
  void rejectsTagsWithOverwrite() {
    assertRefused("ValidationException", text("one").overwrite(true).tags(t -> t.key("a")));
  }

  @Test
  void listsAndChangesTags() {
    ssm.putParameter(text("one").tags(t -> t.key("owner").value("me")).build());
    ssm.addTagsToResource(
        r ->
            r.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId(NAME)
                .tags(t -> t.key("a").value("b")));
    ssm.removeTagsFromResource(
        r -> r.resourceType(ResourceTypeForTagging.PARAMETER).resourceId(NAME).tagKeys("owner"));
    assertThat(
            ssm.listTagsForResource(
                    r -> r.resourceType(ResourceTypeForTagging.PARAMETER).resourceId(NAME))
                .tagList())
        .singleElement()
        .satisfies(tag -> assertThat(tag.key()).isEqualTo("a"));
    assertThatThrownBy(
            () ->
                ssm.listTagsForResource(
                    r -> r.resourceType(ResourceTypeForTagging.PARAMETER).resourceId("/none")))
        .isInstanceOf(InvalidResourceIdException.class);
  }

  @Test
  void separatesParametersByAccountAndRegion() {
    ssm.putParameter(text("one").build());
    SsmClient elsewhere =
        stage.cloud().ssm(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.AWAY);
    SsmClient other =
        stage.cloud().ssm(Caller.of(ConformanceEnvironment.OTHER), ConformanceEnvironment.HOME);
    assertThatThrownBy(() -> elsewhere.getParameter(r -> r.name(NAME)))
        .isInstanceOf(ParameterNotFoundException.class);
    assertThatThrownBy(() -> other.getParameter(r -> r.name(NAME)))
        .isInstanceOf(ParameterNotFoundException.class);
    ssm.deleteParameter(r -> r.name(NAME));
    assertThatThrownBy(() -> ssm.deleteParameter(r -> r.name(NAME)))
        .isInstanceOf(ParameterNotFoundException.class);
  }

  @Test
  void publicParametersAreReadOnly() {
    String name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    stage.home().parameter(name, "aws:ec2:image", image);
    assertThat(
            stage
                .cloud()
                .ssm(Caller.of(ConformanceEnvironment.OTHER), ConformanceEnvironment.HOME)
                .getParameters(r -> r.names(name, "/none")))
        .satisfies(
            answer -> {
              assertThat(answer.parameters()).hasSize(1);
              assertThat(answer.invalidParameters()).containsExactly("/none");
            });
    assertRefused("ValidationException", text("one").name("/aws/mine"));
  }

  private static PutParameterRequest.Builder text(String value) {
    return PutParameterRequest.builder().name(NAME).type("String").value(value);
  }

  private static PutParameterRequest.Builder image(String id) {
    return text(id).dataType("aws:ec2:image");
  }

  private Parameter get(String name) {
    return ssm.getParameter(r -> r.name(name)).parameter();
  }

  private void assertRefused(String code, PutParameterRequest.Builder request) {
    assertThatThrownBy(() -> ssm.putParameter(request.build()))
        .isInstanceOfSatisfying(
            SsmException.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}

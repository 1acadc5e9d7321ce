package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Whatever action of a service is called, the answer is one that a client can read. */
class EveryActionTest {
  private static final SimulatedCloud CLOUD = SimulatedCloud.create();
  private static final WireRequestHandler FRONT = WireRequestHandler.of(CLOUD);

  /** The services, and what a request without parameters says before the action's name. */
  enum Served {
    EC2(Ec2Client.class, CLOUD::ec2, "Version=2016-11-15&Action="),
    STS(StsClient.class, (caller, _) -> CLOUD.sts(caller), "Version=2011-06-15&Action="),
    AUTOSCALING(AutoScalingClient.class, CLOUD::autoScaling, "Version=2011-01-01&Action="),
    SSM(SsmClient.class, CLOUD::ssm, "AmazonSSM."),
    KMS(KmsClient.class, CLOUD::kms, "TrentService."),
    RBIN(RbinClient.class, CLOUD::rbin, "/");

    private final List<String> actions;
    private final Set<String> modelled;
    private final String prefix;

    Served(Class<?> client, BiFunction<Caller, String, Object> simulated, String prefix) {
      this.prefix = prefix;
      this.actions = SdkActions.of(client).stream().map(SdkActions::name).toList();
      Object instance = simulated.apply(Caller.of("123456789012"), "eu-west-1");
      this.modelled =
          SdkActions.modelledBy(instance, client).stream()
              .map(SdkActions::name)
              .collect(Collectors.toSet());
    }

    Reply.Response bare(String action) {
      String service = name().toLowerCase(Locale.ROOT);
      if (prefix.equals("/")) {
        return rest(action, service);
      }
      if (prefix.endsWith("=")) {
        return (Reply.Response) FRONT.handle(HttpRequests.signed(service, prefix + action));
      }
      Map<String, List<String>> headers =
          Map.of(
              "authorization", List.of(HttpRequests.authorization("key", service)),
              "x-amz-target", List.of(prefix + action));
      byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
      return (Reply.Response) FRONT.handle(new HttpCall("POST", "/", "", headers, body));
    }
  }

  private static Reply.Response rest(String action, String service) {
    RestJsonProtocol.Route route =
        RestJsonProtocol.RBIN.routes().stream()
            .filter(r -> r.action().equals(action))
            .findFirst()
            .orElse(new RestJsonProtocol.Route("POST", "/" + action, action, 200));
    return (Reply.Response)
        FRONT.handle(
            new HttpCall(
                route.method(),
                route.path().replaceAll("\\{.*}", "none"),
                "",
                Map.of("authorization", List.of(HttpRequests.authorization("key", service))),
                new byte[0]));
  }

  @ParameterizedTest
  @EnumSource
  void namesActionThatIsNotModelled(Served service) {
    assertThat(service.actions)
        .hasSizeGreaterThan(service.modelled.size())
        .filteredOn(action -> !service.modelled.contains(action))
        .allSatisfy(
            action -> {
              Reply.Response response = service.bare(action);
              assertThat(response.status()).isEqualTo(400);
              assertThat(response.body()).contains("UnsupportedOperation", " " + action + " ");
            });
  }

  @ParameterizedTest
  @EnumSource
  void answersModelledActionsWithoutParameters(Served service) {
    assertThat(service.modelled)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            action -> {
              Reply.Response response = service.bare(action);
              assertThat(response.status()).isLessThan(500);
              assertThat(response.body())
                  .doesNotContain("UnsupportedOperation", "parameter Version");
            });
  }

  @ParameterizedTest
  @EnumSource
  void rejectsUnknownAction(Served service) {
    Reply.Response response = service.bare("MakeCoffee");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).containsAnyOf("InvalidAction", "UnknownOperationException");
  }
}

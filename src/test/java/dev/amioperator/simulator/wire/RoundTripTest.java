package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * What the SDK's own client sends arrives as the same request, and what the simulated client
 * answers arrives as the same response, for every action of every service.
 */
class RoundTripTest {

  /** The services, each with the SDK's client for it. */
  enum Family {
    EC2(QueryProtocol.EC2, Ec2Client.class, Ec2Client.builder()),
    STS(QueryProtocol.STS, StsClient.class, StsClient.builder()),
    SSM(JsonProtocol.SSM, SsmClient.class, SsmClient.builder()),
    KMS(JsonProtocol.KMS, KmsClient.class, KmsClient.builder()),
    RBIN(RestJsonProtocol.RBIN, RbinClient.class, RbinClient.builder()),
    AUTOSCALING(QueryProtocol.AUTO_SCALING, AutoScalingClient.class, AutoScalingClient.builder());

    private final EchoClient behind;
    private final Protocol protocol;
    private final List<Method> actions;
    private final Object client;

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> Family(
        Protocol protocol, Class<C> type, B builder) {
      this.protocol = protocol;
      this.actions = SdkActions.of(type);
      this.behind = EchoClient.behind(type);
      WireRequestHandler front =
          new WireRequestHandler(
              Caller::of,
              List.of(
                  new WireService(
                      name().toLowerCase(Locale.ROOT),
                      protocol,
                      new Operations(type),
                      (_, _) -> behind)),
              (_, _) -> {});
      this.client =
          builder
              .region(Region.EU_WEST_1)
              .endpointOverride(URI.create("http://127.0.0.1"))
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
              .httpClient(new FrontHttpClient(front))
              .build();
    }

    /** STS takes these from callers that have no key yet, so nothing tells what they are for. */
    private static boolean isSigned(Method action) {
      return !action.getName().matches("assumeRoleWith(SAML|WebIdentity)");
    }

    List<Method> signedActions() {
      return actions.stream().filter(Family::isSigned).toList();
    }

    void roundTrip(Method action, long seed) throws ReflectiveOperationException {
      RandomPojos requests =
          protocol instanceof QueryProtocol
              ? RandomPojos.forRequests(seed)
              : RandomPojos.forResponses(seed);
      SdkPojo request = requests.fill(builder(action.getParameterTypes()[0]));
      SdkPojo response = RandomPojos.forResponses(seed).fill(builder(action.getReturnType()));
      behind.answerWith(response);

      Object answered = action.invoke(client, request);

      assertThat(request.equalsBySdkFields(behind.received()))
          .as("request of %s:%n%s%n%s", action.getName(), request, behind.received())
          .isTrue();
      assertThat(response.equalsBySdkFields(answered))
          .as("response of %s:%n%s%n%s", action.getName(), response, answered)
          .isTrue();
    }

    private static SdkPojo builder(Class<?> model) throws ReflectiveOperationException {
      return (SdkPojo) model.getMethod("builder").invoke(null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void roundTripsSampleOfEveryAction(Family family) throws Exception {
    assertThat(family.signedActions()).hasSizeGreaterThan(5);
    for (Method action : family.signedActions()) {
      family.roundTrip(action, 42);
    }
  }

  @Property(tries = 300)
  void roundTripsAnySampleOfAnyAction(@ForAll("actions") Sample sample, @ForAll long seed)
      throws Exception {
    sample.family().roundTrip(sample.action(), seed);
  }

  /** An action of a service. */
  record Sample(Family family, Method action) {}

  @Provide
  Arbitrary<Sample> actions() {
    return Arbitraries.of(Family.class)
        .flatMap(
            family ->
                Arbitraries.of(family.signedActions()).map(action -> new Sample(family, action)));
  }
}

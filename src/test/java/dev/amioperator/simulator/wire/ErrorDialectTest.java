package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.state.Denial;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Each service refuses in its own words, in process and over the wire. The codes are those of the
 * services' lists of common errors; messages and status were observed.
 */
class ErrorDialectTest {
  private static final Caller ME = Caller.of("123456789012");

  private static final SimulatedCloud CLOUD = SimulatedCloud.create();
  private static final WireRequestHandler FRONT = WireRequestHandler.of(CLOUD);

  /**
   * A service, and its words.
   *
   * @param action what is called and denied
   * @param inProcess the call in process
   * @param overTheWire the same call, through the codec
   */
  record Words(
      String action,
      Runnable inProcess,
      Runnable overTheWire,
      String denied,
      int deniedStatus,
      String throttled,
      int throttledStatus) {
    @Override
    public String toString() {
      return action;
    }
  }

  static Stream<Words> services() {
    Ec2Client ec2 = wired(Ec2Client.builder());
    StsClient sts = wired(StsClient.builder());
    SsmClient ssm = wired(SsmClient.builder());
    KmsClient kms = wired(KmsClient.builder());
    RbinClient rbin = wired(RbinClient.builder());
    AutoScalingClient scaling = wired(AutoScalingClient.builder());
    BatchClient batch = wired(BatchClient.builder());
    String home = "eu-west-1";
    return Stream.of(
        new Words(
            "ec2:DescribeRegions",
            CLOUD.ec2(ME, home)::describeRegions,
            ec2::describeRegions,
            "UnauthorizedOperation",
            403,
            "RequestLimitExceeded",
            503),
        new Words(
            "sts:GetCallerIdentity",
            CLOUD.sts(ME)::getCallerIdentity,
            sts::getCallerIdentity,
            "AccessDenied",
            403,
            "Throttling",
            400),
        new Words(
            "ssm:GetParameter",
            () -> CLOUD.ssm(ME, home).getParameter(r -> r.name("/web")),
            () -> ssm.getParameter(r -> r.name("/web")),
            "AccessDeniedException",
            400,
            "ThrottlingException",
            400),
        new Words(
            "kms:CreateKey",
            CLOUD.kms(ME, home)::createKey,
            kms::createKey,
            "AccessDeniedException",
            400,
            "ThrottlingException",
            400),
        new Words(
            "rbin:ListRules",
            () -> CLOUD.rbin(ME, home).listRules(r -> r.resourceType("EC2_IMAGE")),
            () -> rbin.listRules(r -> r.resourceType("EC2_IMAGE")),
            "AccessDeniedException",
            400,
            "ThrottlingException",
            400),
        new Words(
            "autoscaling:DescribeAutoScalingGroups",
            CLOUD.autoScaling(ME, home)::describeAutoScalingGroups,
            scaling::describeAutoScalingGroups,
            "AccessDenied",
            403,
            "Throttling",
            400),
        new Words(
            "batch:DescribeComputeEnvironments",
            CLOUD.batch(ME, home)::describeComputeEnvironments,
            batch::describeComputeEnvironments,
            "AccessDeniedException",
            400,
            "ThrottlingException",
            400));
  }

  @ParameterizedTest
  @MethodSource("services")
  void deniesWithErrorOfService(Words words) {
    CLOUD.reset();
    CLOUD.denials().add(Denial.of(words.action()));
    for (Runnable call : new Runnable[] {words.inProcess(), words.overTheWire()}) {
      AwsServiceException refusal = refused(call, words.denied(), words.deniedStatus());
      assertThat(refusal.awsErrorDetails().errorMessage())
          .contains(" is not authorized to perform: " + words.action())
          .endsWith("because no identity-based policy allows the " + words.action() + " action");
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void throttlesWithErrorOfService(Words words) {
    CLOUD.reset();
    CLOUD.faults().throttle(words.action().split(":")[1], 2);
    for (Runnable call : new Runnable[] {words.inProcess(), words.overTheWire()}) {
      AwsServiceException refusal = refused(call, words.throttled(), words.throttledStatus());
      assertThat(refusal.isThrottlingException()).isTrue();
    }
  }

  @Test
  void deniesByParameterKeyOrRole() {
    CLOUD.reset();
    var home = CLOUD.seeds().target("123456789012", "eu-west-1");
    home.parameter("/web", "text", "ami-1");
    home.parameter("/db", "text", "ami-2");
    String key = home.kmsKey("alias/web");
    String role = CLOUD.seeds().role("111122223333", "web", null, "123456789012");
    CLOUD.denials().add(Denial.of("*").onResource("*/web"));
    CLOUD.denials().add(Denial.of("kms:*").onResource(key));
    SsmClient ssm = CLOUD.ssm(ME, "eu-west-1");

    refused(() -> ssm.getParameter(r -> r.name("/web")), "AccessDeniedException", 400);
    refused(() -> ssm.deleteParameter(r -> r.name("/web")), "AccessDeniedException", 400);
    refused(
        () -> CLOUD.kms(ME, "eu-west-1").describeKey(r -> r.keyId("alias/web")),
        "AccessDeniedException",
        400);
    refused(
        () -> CLOUD.sts(ME).assumeRole(r -> r.roleArn(role).roleSessionName("operator")),
        "AccessDenied",
        403);
    assertThat(ssm.getParameter(r -> r.name("/db")).parameter().value()).isEqualTo("ami-2");
  }

  @Test
  void separatesBucketsByService() {
    CLOUD.reset();
    CLOUD.throttling().enable();
    SsmClient ssm = CLOUD.ssm(ME, "eu-west-1");
    for (int i = 0; i < 50; i++) {
      ssm.putParameter(r -> r.name("/web").type("String").value("ami-1").overwrite(true));
    }
    assertThat(CLOUD.kms(ME, "eu-west-1").createKey().keyMetadata().enabled()).isTrue();
  }

  private static AwsServiceException refused(Runnable call, String code, int status) {
    AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call::run);
    assertThat(refusal).as("the call should be refused with %s", code).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(refusal.statusCode()).isEqualTo(status);
    return refusal;
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C wired(
      B builder) {
    return builder
        .httpClient(new FrontHttpClient(FRONT))
        .endpointOverride(URI.create("http://localhost"))
        .region(Region.EU_WEST_1)
        .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(ME.accessKeyId(), "secret")))
        .build();
  }
}

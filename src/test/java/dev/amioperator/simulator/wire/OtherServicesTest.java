package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.SimulatedCloud;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** The services beside EC2, through the SDK's own clients: what they say, and their exceptions. */
class OtherServicesTest {
  private final SimulatedCloud cloud = SimulatedCloud.create();
  private final WireRequestHandler front = WireRequestHandler.of(cloud);

  @Test
  void rejectsMissingVersion() {
    Reply.Response response =
        (Reply.Response) front.handle(HttpRequests.signed("sts", "Action=GetCallerIdentity"));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body())
        .contains("<Code>InvalidAction</Code>")
        .contains("Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED");
  }

  @Test
  void recordsRefusedRequestsInJournal() {
    front.handle(HttpRequests.ec2("Action=DescribeNatGateways"));

    assertThat(cloud.journal().entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.service() + ":" + entry.action())
                  .isEqualTo("ec2:DescribeNatGateways");
              assertThat(entry.error()).isEqualTo("UnsupportedOperation");
              assertThat(entry.parameters()).startsWith("Action=DescribeNatGateways");
            });
  }

  @Test
  void storesSsmParameter() {
    SsmClient ssm = client(SsmClient.builder());
    ssm.putParameter(r -> r.name("/images/web").type("String").value("ami-1"));

    assertThat(ssm.getParameter(r -> r.name("/images/web")).parameter().value()).isEqualTo("ami-1");
    assertThatThrownBy(() -> ssm.getParameter(r -> r.name("/none")))
        .isInstanceOf(ParameterNotFoundException.class);
  }

  @Test
  void describesKmsKey() {
    KmsClient kms = client(KmsClient.builder());
    String arn = cloud.seeds().target("123456789012", "eu-west-1").kmsKey("alias/images");

    assertThat(kms.describeKey(r -> r.keyId("alias/images")).keyMetadata().arn()).isEqualTo(arn);
    assertThatThrownBy(() -> kms.describeKey(r -> r.keyId("alias/none")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void describesAutoScalingGroups() {
    AutoScalingClient scaling = client(AutoScalingClient.builder());
    var home = cloud.seeds().target("123456789012", "eu-west-1");
    home.launchConfiguration("web", "ami-0123456789abcdef0");
    home.scalingGroup("web", "web");

    assertThat(scaling.describeLaunchConfigurations().launchConfigurations())
        .singleElement()
        .satisfies(c -> assertThat(c.imageId()).isEqualTo("ami-0123456789abcdef0"));
    assertThat(scaling.describeAutoScalingGroups().autoScalingGroups())
        .singleElement()
        .satisfies(g -> assertThat(g.launchConfigurationName()).isEqualTo("web"));
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .httpClient(new FrontHttpClient(front))
        .endpointOverride(URI.create("http://localhost"))
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .build();
  }
}

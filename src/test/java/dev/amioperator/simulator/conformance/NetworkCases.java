package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.MINE;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** What an account has in a region from the start, and key pairs. */
final class NetworkCases {
  private static final String VPC = "VPC user guide, default VPC components";
  private static final String KEY_PAIRS = "API reference, ImportKeyPair, DescribeKeyPairs";
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIHxIqJwtHTGcJN7tPGHMyN7S3pJn3RTlLT3hPIdTu1w test";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "each zone of the default VPC has a /20 subnet", VPC, NetworkCases::subnets),
          new ConformanceCase(
              "the default security group admits itself and lets everything out",
              "VPC user guide, default security groups",
              NetworkCases::securityGroup),
          new ConformanceCase(
              "the default VPC is found by the older name of its filter",
              "terraform-provider-aws, internal/service/ec2/vpc_data_source.go",
              NetworkCases::isDefault),
          new ConformanceCase(
              "unknown networks are refused with the code of their kind",
              "EC2 error codes: InvalidVpcID, InvalidSubnetID, InvalidGroup",
              NetworkCases::unknown),
          new ConformanceCase("a key pair is imported once", KEY_PAIRS, NetworkCases::keyPairs));

  private NetworkCases() {}

  private static Vpc vpc(ConformanceEnvironment stage) {
    return stage.ec2().describeVpcs(r -> r.filters(filter("isDefault", "true"))).vpcs().getFirst();
  }

  private static void subnets(ConformanceEnvironment stage) {
    String vpc = vpc(stage).vpcId();
    List<Subnet> subnets =
        stage.ec2().describeSubnets(r -> r.filters(filter("vpc-id", vpc))).subnets();
    assertThat(subnets)
        .extracting(Subnet::availabilityZone)
        .containsExactlyInAnyOrder("eu-west-1a", "eu-west-1b", "eu-west-1c");
    assertThat(subnets)
        .extracting(Subnet::cidrBlock)
        .containsExactlyInAnyOrder("172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20");
    assertThat(subnets).allMatch(Subnet::defaultForAz).allMatch(Subnet::mapPublicIpOnLaunch);
  }

  private static void securityGroup(ConformanceEnvironment stage) {
    SecurityGroup group = stage.ec2().describeSecurityGroups().securityGroups().getFirst();
    assertThat(group.groupName()).isEqualTo("default");
    assertThat(group.ipPermissions().getFirst().userIdGroupPairs())
        .containsExactly(UserIdGroupPair.builder().groupId(group.groupId()).userId(MINE).build());
    assertThat(group.ipPermissionsEgress().getFirst().ipRanges())
        .containsExactly(IpRange.builder().cidrIp("0.0.0.0/0").build());
  }

  private static void isDefault(ConformanceEnvironment stage) {
    assertThat(vpc(stage).cidrBlock()).isEqualTo("172.31.0.0/16");
    assertThat(vpc(stage).isDefault()).isTrue();
    assertThat(stage.ec2().describeVpcs(r -> r.filters(filter("is-default", "false"))).vpcs())
        .isEmpty();
  }

  private static void unknown(ConformanceEnvironment stage) {
    refused("InvalidVpcID.NotFound", () -> stage.ec2().describeVpcs(r -> r.vpcIds("vpc-0bad")));
    refused(
        "InvalidSubnetID.NotFound",
        () -> stage.ec2().describeSubnets(r -> r.subnetIds("subnet-0bad")));
    refused(
        "InvalidGroup.NotFound",
        () -> stage.ec2().describeSecurityGroups(r -> r.groupIds("sg-0bad")));
    refused("InvalidKeyPair.NotFound", () -> stage.ec2().describeKeyPairs(r -> r.keyNames("none")));
  }

  private static void keyPairs(ConformanceEnvironment stage) {
    SdkBytes key = SdkBytes.fromUtf8String(KEY);
    String id = stage.ec2().importKeyPair(r -> r.keyName("web").publicKeyMaterial(key)).keyPairId();
    assertThat(stage.ec2().describeKeyPairs().keyPairs())
        .extracting(KeyPairInfo::keyPairId)
        .containsExactly(id);
    refused(
        "InvalidKeyPair.Duplicate",
        () -> stage.ec2().importKeyPair(r -> r.keyName("web").publicKeyMaterial(key)));
    refused(
        "InvalidKey.Format",
        () ->
            stage
                .ec2()
                .importKeyPair(
                    r ->
                        r.keyName("x").publicKeyMaterial(SdkBytes.fromUtf8String("ssh-rsa AAAA"))));
    stage.ec2().deleteKeyPair(r -> r.keyName("web"));
    assertThat(stage.ec2().describeKeyPairs().keyPairs()).isEmpty();
  }
}

package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class SimulatedCloudTest {
  private static final Caller ADMIN = Caller.of("123456789012");

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-03-01T12:00:00Z")));

  @Test
  void recordsCallsAndErrorsInJournal() {
    Ec2Client ec2 = cloud.ec2(ADMIN, "eu-west-1");
    assertThatThrownBy(() -> ec2.deregisterImage(r -> r.imageId("ami-0123456789abcdef0")))
        .isInstanceOf(Ec2Exception.class);
    DescribeImagesResponse answer = ec2.describeImages(r -> r.owners("self"));

    Journal.Entry refused = cloud.journal().entries().getFirst();
    assertThat(refused.action()).isEqualTo("DeregisterImage");
    assertThat(refused.error()).isEqualTo("InvalidAMIID.NotFound");
    assertThat(refused.account()).isEqualTo("123456789012");
    assertThat(refused.region()).isEqualTo("eu-west-1");
    assertThat(refused.parameters()).contains("ami-0123456789abcdef0");
    Journal.Entry done = cloud.journal().entriesAfter(refused.sequence()).getFirst();
    assertThat(done.error()).isNull();
    assertThat(done.requestId()).isEqualTo(answer.responseMetadata().requestId());
    assertThat(cloud.journal().count("DescribeImages")).isEqualTo(1);
  }

  @Test
  void listsLeftoversInJournal() {
    String instance =
        cloud.seeds().target("123456789012", "eu-west-1").instance(InstanceSeed.small());
    Ec2Client ec2 = cloud.ec2(ADMIN, "eu-west-1");
    String image = ec2.createImage(r -> r.instanceId(instance).name("web-1")).imageId();

    assertThat(cloud.journal().leftovers()).hasSize(2).contains(image);
    ec2.deregisterImage(r -> r.imageId(image));
    assertThat(cloud.journal().leftovers("ami")).isEmpty();
    String snapshot = cloud.journal().leftovers("snap").getFirst();
    ec2.deleteSnapshot(r -> r.snapshotId(snapshot));
    assertThat(cloud.journal().leftovers()).isEmpty();
  }

  @Test
  void answersCallerIdentity() {
    GetCallerIdentityResponse identity = cloud.sts(ADMIN).getCallerIdentity();
    assertThat(identity.account()).isEqualTo("123456789012");
    assertThat(identity.arn()).isEqualTo("arn:aws:iam::123456789012:user/admin");
  }

  @Test
  void rejectsUnknownRegion() {
    assertThatThrownBy(() -> cloud.ec2(ADMIN, "moon-1")).hasMessageContaining("moon-1");
  }

  @Test
  void rejectsActionThatIsNotModelled() {
    assertThatThrownBy(() -> cloud.ec2(ADMIN, "eu-west-1").describeNatGateways())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void describesRegions() {
    assertThat(cloud.ec2(ADMIN, "eu-west-1").describeRegions().regions())
        .anySatisfy(region -> assertThat(region.regionName()).isEqualTo("us-east-1"));
  }
}

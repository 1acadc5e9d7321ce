package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.VolumeSeed;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** What an instance has to be for CreateImage, and what the call cannot change of it. */
final class InstanceSourceCases {
  private static final String MAPPINGS =
      "API reference, CreateImage: BlockDeviceMapping.N (the code of the refusal is not documented)";
  private static final String STATES =
      "observed answer of CreateImage:"
          + " aws-samples/aws-systemsmanagerautomation-with-asglifecyclehooks#2";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "size, type, iops, throughput and snapshot of a volume cannot be changed",
              MAPPINGS,
              InstanceSourceCases::volumeStays),
          new ConformanceCase(
              "DeleteOnTermination of a volume can be changed",
              MAPPINGS,
              InstanceSourceCases::deleteOnTermination),
          new ConformanceCase(
              "a terminated instance is refused, and unknown after a while",
              STATES,
              InstanceSourceCases::terminated));

  private InstanceSourceCases() {}

  private static String create(
      ConformanceEnvironment stage, String device, Consumer<EbsBlockDevice.Builder> ebs) {
    String instance =
        stage
            .home()
            .instance(
                InstanceSeed.small()
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 20)));
    return stage
        .ec2()
        .createImage(
            r ->
                r.instanceId(instance)
                    .name("web-1")
                    .blockDeviceMappings(m -> m.deviceName(device).ebs(ebs)))
        .imageId();
  }

  private static void volumeStays(ConformanceEnvironment stage) {
    for (Consumer<EbsBlockDevice.Builder> change :
        List.<Consumer<EbsBlockDevice.Builder>>of(
            ebs -> ebs.volumeSize(30),
            ebs -> ebs.volumeType("gp2"),
            ebs -> ebs.iops(4000),
            ebs -> ebs.throughput(500),
            ebs -> ebs.snapshotId("snap-0123456789abcdef0"))) {
      refused("InvalidBlockDeviceMapping", () -> create(stage, "/dev/xvda", change));
      refused("InvalidBlockDeviceMapping", () -> create(stage, "/dev/sdf", change));
    }
  }

  private static void deleteOnTermination(ConformanceEnvironment stage) {
    String id = create(stage, "/dev/sdf", ebs -> ebs.deleteOnTermination(false));
    assertThat(stage.describe(id).blockDeviceMappings())
        .filteredOn(device -> device.deviceName().equals("/dev/sdf"))
        .extracting(BlockDeviceMapping::ebs)
        .extracting(EbsBlockDevice::deleteOnTermination, EbsBlockDevice::volumeSize)
        .containsExactly(tuple(false, 20));
  }

  private static void terminated(ConformanceEnvironment stage) {
    String instance = stage.instance();
    stage.ec2().terminateInstances(r -> r.instanceIds(instance));
    Ec2Exception shuttingDown = refusal(stage, instance);
    assertThat(shuttingDown.awsErrorDetails().errorMessage())
        .isEqualTo(
            "Invalid value '"
                + instance
                + "' for instanceId. Instance is not in state 'running' or 'stopping' or"
                + " 'stopped'");
    stage.pass(Duration.ofMinutes(10));
    refusal(stage, instance);
    stage.pass(Duration.ofHours(2));
    refused(
        "InvalidInstanceID.NotFound",
        () -> stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")));
  }

  private static Ec2Exception refusal(ConformanceEnvironment stage, String instance) {
    return refused(
        "InvalidParameterValue",
        () -> stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")));
  }
}

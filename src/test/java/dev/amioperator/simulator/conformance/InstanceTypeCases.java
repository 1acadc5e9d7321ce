package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;

/** Instance types, where they are offered, and availability zones. */
final class InstanceTypeCases {
  private static final String API = "API reference, DescribeInstanceTypes";
  private static final String OBSERVED =
      "observed answers of DescribeInstanceTypes in us-east-1, as moto 5.2.5 keeps them";
  private static final String OFFERINGS = "API reference, DescribeInstanceTypeOfferings";
  private static final String ZONES = "API reference, DescribeAvailabilityZones";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "an instance type has its architecture, boot modes and hypervisor",
              OBSERVED,
              InstanceTypeCases::traits),
          new ConformanceCase(
              "an instance type without instance storage has no InstanceStorageInfo",
              OBSERVED,
              InstanceTypeCases::absentMembers),
          new ConformanceCase(
              "instance types are filtered by nested members", API, InstanceTypeCases::filters),
          new ConformanceCase(
              "an unknown instance type fails the call",
              "observed answer: scylladb/scylla-cluster-tests#12419",
              InstanceTypeCases::unknown),
          new ConformanceCase("instance types come in pages", API, InstanceTypeCases::pages),
          new ConformanceCase(
              "offerings are by region unless asked for zones",
              OFFERINGS,
              InstanceTypeCases::offerings),
          new ConformanceCase(
              "zones have a name and an id", ZONES, InstanceTypeCases::availabilityZones));

  private InstanceTypeCases() {}

  private static InstanceTypeInfo type(ConformanceEnvironment stage, String name) {
    return stage
        .ec2()
        .describeInstanceTypes(r -> r.instanceTypesWithStrings(name))
        .instanceTypes()
        .getFirst();
  }

  private static List<String> types(ConformanceEnvironment stage, Filter... filters) {
    return stage.ec2().describeInstanceTypes(r -> r.filters(filters)).instanceTypes().stream()
        .map(InstanceTypeInfo::instanceTypeAsString)
        .toList();
  }

  private static void traits(ConformanceEnvironment stage) {
    InstanceTypeInfo arm = type(stage, "m7g.large");
    assertThat(arm.processorInfo().supportedArchitecturesAsStrings()).containsExactly("arm64");
    assertThat(arm.supportedBootModesAsStrings()).containsExactly("uefi");
    assertThat(arm.hypervisorAsString()).isEqualTo("nitro");
    assertThat(arm.networkInfo().enaSupportAsString()).isEqualTo("required");
    assertThat(arm.memoryInfo().sizeInMiB()).isEqualTo(8192);
    assertThat(arm.vCpuInfo().defaultVCpus()).isEqualTo(2);
    assertThat(arm.vCpuInfo().validCores()).containsExactly(1, 2);
    assertThat(arm.ebsInfo().ebsOptimizedInfo().baselineThroughputInMBps()).isEqualTo(78.75);

    InstanceTypeInfo xen = type(stage, "t2.micro");
    assertThat(xen.processorInfo().supportedArchitecturesAsStrings())
        .containsExactly("i386", "x86_64");
    assertThat(xen.supportedBootModesAsStrings()).containsExactly("legacy-bios");
    assertThat(xen.hypervisorAsString()).isEqualTo("xen");
    assertThat(xen.networkInfo().enaSupportAsString()).isEqualTo("unsupported");
    assertThat(xen.burstablePerformanceSupported()).isTrue();
  }

  private static void absentMembers(ConformanceEnvironment stage) {
    assertThat(type(stage, "m5.large").instanceStorageSupported()).isFalse();
    assertThat(type(stage, "m5.large").instanceStorageInfo()).isNull();
    assertThat(type(stage, "i3.large").instanceStorageInfo().totalSizeInGB()).isEqualTo(475);
    assertThat(type(stage, "t2.micro").ebsInfo().ebsOptimizedInfo()).isNull();
    assertThat(type(stage, "m5.metal").hypervisor()).isNull();
  }

  private static void filters(ConformanceEnvironment stage) {
    assertThat(
            types(
                stage,
                filter("processor-info.supported-architecture", "arm64"),
                filter("burstable-performance-supported", "true"),
                filter("memory-info.size-in-mib", "1024")))
        .containsExactly("t4g.micro");
    assertThat(types(stage, filter("instance-type", "m5*"), filter("bare-metal", "true")))
        .containsExactly("m5.metal");
    assertThat(types(stage, filter("instance-storage-info.disk.type", "hdd")))
        .containsExactly("m1.small");
    assertThat(types(stage, filter("vcpu-info.default-vcpus", "96"))).containsExactly("m5.metal");
    refused("InvalidParameterValue", () -> types(stage, filter("architecture", "arm64")));
  }

  private static void unknown(ConformanceEnvironment stage) {
    assertThat(
            refused("InvalidInstanceType", () -> type(stage, "i8ge.xlarge"))
                .awsErrorDetails()
                .errorMessage())
        .isEqualTo("The following supplied instance types do not exist: [i8ge.xlarge]");
  }

  private static void pages(ConformanceEnvironment stage) {
    DescribeInstanceTypesResponse first = stage.ec2().describeInstanceTypes(r -> r.maxResults(5));
    DescribeInstanceTypesResponse second =
        stage.ec2().describeInstanceTypes(r -> r.maxResults(5).nextToken(first.nextToken()));
    assertThat(first.instanceTypes())
        .hasSize(5)
        .doesNotContainAnyElementsOf(second.instanceTypes());
    refused("InvalidParameterValue", () -> stage.ec2().describeInstanceTypes(r -> r.maxResults(4)));
  }

  private static void offerings(ConformanceEnvironment stage) {
    assertThat(
            stage
                .ec2()
                .describeInstanceTypeOfferings(r -> r.filters(filter("instance-type", "t3.micro")))
                .instanceTypeOfferings())
        .containsExactly(offering("region", "eu-west-1"));
    assertThat(
            stage
                .ec2()
                .describeInstanceTypeOfferings(
                    r ->
                        r.locationType("availability-zone")
                            .filters(
                                filter("instance-type", "t3.micro"),
                                filter("location", "eu-west-1a", "eu-west-1b")))
                .instanceTypeOfferings())
        .containsExactly(
            offering("availability-zone", "eu-west-1a"),
            offering("availability-zone", "eu-west-1b"));
  }

  private static InstanceTypeOffering offering(String type, String location) {
    return InstanceTypeOffering.builder()
        .instanceType("t3.micro")
        .locationType(type)
        .location(location)
        .build();
  }

  private static void availabilityZones(ConformanceEnvironment stage) {
    assertThat(stage.ec2().describeAvailabilityZones(r -> {}).availabilityZones())
        .extracting(AvailabilityZone::zoneName, AvailabilityZone::zoneId)
        .containsExactly(
            tuple("eu-west-1a", "euw1-az1"),
            tuple("eu-west-1b", "euw1-az2"),
            tuple("eu-west-1c", "euw1-az3"));
    assertThat(
            stage
                .away()
                .describeAvailabilityZones(r -> r.filters(filter("zone-id", "use1-az6")))
                .availabilityZones())
        .extracting(AvailabilityZone::zoneName)
        .containsExactly("us-east-1f");
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().describeAvailabilityZones(r -> r.zoneNames("eu-west-1x")));
  }
}

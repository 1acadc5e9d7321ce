package dev.amioperator.simulator.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Every conformance case. */
public final class ConformanceSuite {
  private ConformanceSuite() {}

  /** All cases there are. */
  public static Stream<ConformanceCase> cases() {
    return Stream.of(
            CreateImageCases.ALL,
            InstanceSourceCases.ALL,
            RegisterImageCases.ALL,
            CopyImageCases.ALL,
            CopyKeyCases.ALL,
            CrossAccountCopyCases.ALL,
            TimedCopyCases.ALL,
            DescribeImagesCases.ALL,
            ImageAttributeCases.ALL,
            DeregistrationCases.ALL,
            SnapshotCases.ALL,
            TagCases.ALL,
            FleetCases.ALL,
            ComputeEnvironmentCases.ALL,
            ReferenceCases.ALL,
            LifecycleCases.ALL,
            PublicAccessCases.ALL,
            EncryptionCases.ALL,
            RetentionCases.ALL,
            LineageCases.ALL,
            PermissionCases.ALL,
            PolicyCases.ALL,
            SessionCases.ALL,
            TaggingPermissionCases.ALL,
            InstanceCases.ALL,
            ConsoleCases.ALL,
            LaunchCases.ALL,
            LaunchTemplateCases.ALL,
            AliasCases.ALL,
            UsageReportCases.ALL,
            TaskCases.ALL,
            RegionCases.ALL,
            InstanceTypeCases.ALL,
            NetworkCases.ALL,
            InstanceDetailCases.ALL,
            ParameterCases.ALL)
        .flatMap(List::stream);
  }
}

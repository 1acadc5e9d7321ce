package dev.amioperator.simulator.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every conformance case, on a client in process. */
class ConformanceTest {

  /** All cases there are. */
  static Stream<ConformanceCase> cases() {
    return Stream.of(
            CreateImageCases.ALL,
            InstanceSourceCases.ALL,
            RegisterImageCases.ALL,
            CopyImageCases.ALL,
            TimedCopyCases.ALL,
            DescribeImagesCases.ALL,
            ImageAttributeCases.ALL,
            DeregistrationCases.ALL,
            SnapshotCases.ALL,
            TagCases.ALL,
            ReferenceCases.ALL,
            LifecycleCases.ALL,
            PublicAccessCases.ALL,
            EncryptionCases.ALL,
            RetentionCases.ALL,
            LineageCases.ALL,
            PermissionCases.ALL,
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

  @TestFactory
  Stream<DynamicTest> inProcess() {
    return cases()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(), () -> each.check().run(ConformanceEnvironment.inProcess())));
  }
}

package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.tags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImportSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotTaskDetail;
import software.amazon.awssdk.services.ec2.model.StoreImageTaskResult;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Store, restore and import tasks, and fast launch. */
final class TaskCases {
  private static final String STORE = "EC2 user guide, store and restore an AMI using S3";
  private static final String IMPORT = "API reference, ImportSnapshot";
  private static final String FAST = "API reference, EnableFastLaunch";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "an image is stored over time and restored elsewhere with new snapshots",
              STORE,
              TaskCases::storeAndRestore),
          new ConformanceCase(
              "nothing is restored from an object that is not there yet",
              "API reference, CreateRestoreImageTask; the code is not documented",
              TaskCases::restoreTooEarly),
          new ConformanceCase(
              "a finished import task shows its snapshot", IMPORT, TaskCases::importDisk),
          new ConformanceCase("the same client token imports once", IMPORT, TaskCases::importToken),
          new ConformanceCase(
              "a disk that is not there or of an unknown format is refused",
              IMPORT + "; the code for a missing disk is not documented",
              TaskCases::badDisk),
          new ConformanceCase(
              "fast launch is for Windows images", FAST, TaskCases::fastLaunchWindowsOnly),
          new ConformanceCase(
              "fast launch of a Windows image is enabled and disabled over time",
              FAST + "; DisableFastLaunch; DescribeFastLaunchImages",
              TaskCases::fastLaunch),
          new ConformanceCase(
              "failed fast launch shows reason and time",
              FAST + "; how the reason is worded is not documented",
              TaskCases::fastLaunchFails),
          new ConformanceCase(
              "fast launch is not enabled while it is being disabled",
              "API reference, DisableFastLaunch; the code is not documented",
              TaskCases::fastLaunchAgain),
          new ConformanceCase(
              "a failed import shows the reason and has no usable snapshot",
              IMPORT + "; how the task words it is not documented",
              TaskCases::importFails));

  private TaskCases() {}

  private static StoreImageTaskResult task(ConformanceEnvironment stage, String imageId) {
    return stage
        .ec2()
        .describeStoreImageTasks(r -> r.imageIds(imageId))
        .storeImageTaskResults()
        .getFirst();
  }

  private static void storeAndRestore(ConformanceEnvironment stage) {
    String id =
        stage.home().image(ImageSeed.named("web-1").withArchitecture("arm64").tagged("a", "b"));
    stage.ec2().attachImageWatermark(r -> r.imageId(id).watermarkName("approved"));
    String source = snapshotIds(stage.describe(id)).getFirst();
    stage.ec2().createTags(r -> r.resources(source).tags(t -> t.key("c").value("d")));
    String key = stage.ec2().createStoreImageTask(r -> r.imageId(id).bucket("images")).objectKey();
    assertThat(key).isEqualTo(id + ".bin");
    assertThat(task(stage, id).storeTaskState()).isEqualTo("InProgress");
    stage.pass(Duration.ofMinutes(10));
    assertThat(task(stage, id).storeTaskState()).isEqualTo("Completed");
    assertThat(task(stage, id).progressPercentage()).isEqualTo(100);

    String restored =
        stage
            .away()
            .createRestoreImageTask(
                r ->
                    r.bucket("images")
                        .objectKey(key)
                        .tagSpecifications(
                            tags(ResourceType.SNAPSHOT, "restored", "yes"),
                            tags(ResourceType.IMAGE, "restored", "yes")))
            .imageId();
    Image image = ConformanceEnvironment.describe(stage.away(), restored);
    assertThat(image.name()).isEqualTo("web-1");
    assertThat(image.stateAsString()).isEqualTo("pending");
    assertThat(image.architectureAsString()).isEqualTo("arm64");
    assertThat(image.tags()).extracting(Tag::key).containsExactly("a", "restored");
    assertThat(image.imageWatermarks()).hasSize(1);
    Snapshot snapshot =
        ConformanceEnvironment.snapshot(stage.away(), snapshotIds(image).getFirst());
    assertThat(snapshot.tags()).extracting(Tag::key).containsExactlyInAnyOrder("c", "restored");
  }

  private static void restoreTooEarly(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    String key = stage.ec2().createStoreImageTask(r -> r.imageId(id).bucket("images")).objectKey();
    refused(
        "InvalidParameterValue",
        () -> stage.away().createRestoreImageTask(r -> r.bucket("images").objectKey(key)));
  }

  static ImportSnapshotRequest.Builder disk(String key, String format) {
    return ImportSnapshotRequest.builder()
        .description("a disk")
        .diskContainer(d -> d.format(format).userBucket(b -> b.s3Bucket("disks").s3Key(key)));
  }

  private static SnapshotTaskDetail detail(ConformanceEnvironment stage, String taskId) {
    return stage
        .ec2()
        .describeImportSnapshotTasks(r -> r.importTaskIds(taskId))
        .importSnapshotTasks()
        .getFirst()
        .snapshotTaskDetail();
  }

  private static void importDisk(ConformanceEnvironment stage) {
    stage.cloud().seeds().disk("disks", "web.vmdk", 12);
    String task = stage.ec2().importSnapshot(disk("web.vmdk", "vmdk").build()).importTaskId();
    assertThat(detail(stage, task).status()).isEqualTo("active");
    assertThat(detail(stage, task).snapshotId()).isNull();

    stage.pass(Duration.ofMinutes(10));
    SnapshotTaskDetail done = detail(stage, task);
    assertThat(done.status()).isEqualTo("completed");
    Snapshot snapshot = ConformanceEnvironment.snapshot(stage.ec2(), done.snapshotId());
    assertThat(snapshot.volumeSize()).isEqualTo(12);
    assertThat(snapshot.stateAsString()).isEqualTo("completed");
    assertThat(stage.cloud().journal().leftovers()).containsExactly(done.snapshotId());
  }

  private static void importToken(ConformanceEnvironment stage) {
    stage.cloud().seeds().disk("disks", "web.vmdk", 12);
    var request = disk("web.vmdk", "VMDK").clientToken("import-1").build();
    String first = stage.ec2().importSnapshot(request).importTaskId();
    assertThat(stage.ec2().importSnapshot(request).importTaskId()).isEqualTo(first);
    assertThat(stage.ec2().describeSnapshots(r -> r.ownerIds("self")).snapshots()).hasSize(1);
  }

  private static void badDisk(ConformanceEnvironment stage) {
    refused(
        "InvalidParameter", () -> stage.ec2().importSnapshot(disk("none.vmdk", "VMDK").build()));
    stage.cloud().seeds().disk("disks", "web.iso", 12);
    refused(
        "InvalidParameterValue", () -> stage.ec2().importSnapshot(disk("web.iso", "ISO").build()));
  }

  private static void fastLaunchWindowsOnly(ConformanceEnvironment stage) {
    String linux = stage.image("web-1");
    refused("InvalidParameterValue", () -> stage.ec2().enableFastLaunch(r -> r.imageId(linux)));
    assertThat(stage.ec2().describeFastLaunchImages(r -> {}).fastLaunchImages()).isEmpty();
  }

  private static void fastLaunch(ConformanceEnvironment stage) {
    String windows = stage.home().image(ImageSeed.windows("win-1"));
    assertThat(stage.describe(windows).platformAsString()).isEqualToIgnoringCase("windows");
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().enableFastLaunch(r -> r.imageId(windows).maxParallelLaunches(5)));

    stage.ec2().enableFastLaunch(r -> r.imageId(windows).maxParallelLaunches(6));
    assertThat(fastLaunchState(stage)).isEqualTo("enabling");
    stage.pass(Duration.ofMinutes(10));
    assertThat(fastLaunchState(stage)).isEqualTo("enabled");

    assertThat(stage.ec2().disableFastLaunch(r -> r.imageId(windows)).stateAsString())
        .isEqualTo("disabling");
    stage.pass(Duration.ofMinutes(10));
    assertThat(stage.ec2().describeFastLaunchImages(r -> {}).fastLaunchImages()).isEmpty();
  }

  private static void fastLaunchFails(ConformanceEnvironment stage) {
    String windows = stage.home().image(ImageSeed.windows("win-1"));
    stage.cloud().faults().failLater("EnableFastLaunch", "There is no default VPC.", 1);
    stage.ec2().enableFastLaunch(r -> r.imageId(windows));
    stage.pass(Duration.ofMinutes(10));

    var item = stage.ec2().describeFastLaunchImages(r -> {}).fastLaunchImages().getFirst();
    assertThat(item.stateAsString()).isEqualTo("enabling-failed");
    assertThat(item.stateTransitionReason()).isEqualTo("There is no default VPC.");
    assertThat(item.stateTransitionTime()).isNotNull();
  }

  private static void fastLaunchAgain(ConformanceEnvironment stage) {
    String windows = stage.home().image(ImageSeed.windows("win-1"));
    stage.ec2().enableFastLaunch(r -> r.imageId(windows));
    stage.ec2().disableFastLaunch(r -> r.imageId(windows));
    refused("IncorrectState", () -> stage.ec2().enableFastLaunch(r -> r.imageId(windows)));
    stage.pass(Duration.ofMinutes(10));
    stage.ec2().enableFastLaunch(r -> r.imageId(windows));
    assertThat(fastLaunchState(stage)).isEqualTo("enabling");
  }

  private static String fastLaunchState(ConformanceEnvironment stage) {
    return stage
        .ec2()
        .describeFastLaunchImages(r -> {})
        .fastLaunchImages()
        .getFirst()
        .stateAsString();
  }

  private static void importFails(ConformanceEnvironment stage) {
    stage.cloud().seeds().disk("disks", "web.vmdk", 12);
    String task =
        stage
            .ec2()
            .importSnapshot(disk("web.vmdk", "VMDK").encrypted(true).kmsKeyId("alias/none").build())
            .importTaskId();
    assertThat(detail(stage, task).status()).isEqualTo("active");

    stage.pass(Duration.ofMinutes(10));
    SnapshotTaskDetail failed = detail(stage, task);
    assertThat(failed.status()).isEqualTo("deleted");
    assertThat(failed.statusMessage()).contains("Given key ID is not accessible");
    assertThat(failed.snapshotId()).isNull();
    assertThat(stage.ec2().describeSnapshots(r -> r.ownerIds("self")).snapshots())
        .allSatisfy(snapshot -> assertThat(snapshot.stateAsString()).isEqualTo("error"));
  }
}

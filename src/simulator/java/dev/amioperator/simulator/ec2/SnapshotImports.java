package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.ImportTask;
import dev.amioperator.simulator.state.S3Storage;
import dev.amioperator.simulator.state.Snapshot;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.DescribeImportSnapshotTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImportSnapshotTasksResponse;
import software.amazon.awssdk.services.ec2.model.ImportSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.ImportSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.ImportSnapshotTask;
import software.amazon.awssdk.services.ec2.model.SnapshotDiskContainer;
import software.amazon.awssdk.services.ec2.model.SnapshotTaskDetail;
import software.amazon.awssdk.services.ec2.model.UserBucket;

/** ImportSnapshot and its tasks. */
public final class SnapshotImports {
  private static final Set<String> FORMATS = Set.of("VHD", "VHDX", "VMDK", "RAW");
  private static final Pattern URL = Pattern.compile("s3://([^/]+)/(.+)");

  private static final Filters<ImportTask> FILTERS = Filters.ofResource();

  /**
   * ImportSnapshot, from an object in S3. The call can tag the task only.
   *
   * @throws ApiError {@code InvalidParameter} for a missing disk, {@code InvalidParameterValue},
   *     {@code IdempotentParameterMismatch}
   */
  public ImportSnapshotResponse start(Call call, ImportSnapshotRequest request) {
    Object parameters = request.toBuilder().dryRun(null).build();
    String id =
        ClientTokens.createOnce(
            call,
            "ImportSnapshot",
            request.clientToken(),
            parameters,
            () -> createTask(call, request));
    return answer(call, call.region().importTasks().get(id));
  }

  private static String createTask(Call call, ImportSnapshotRequest request) {
    ImportTask.Disk disk = disk(call, request.diskContainer());
    Map<String, String> tags =
        TagRules.tagsFor(
            request.tagSpecifications(), "import-snapshot-task", Set.of("import-snapshot-task"));
    call.authorizeCreate("import-snapshot-task", tags);
    call.authorizeCreate("snapshot", Map.of());
    call.checkDryRun();
    EbsEncryption.EncryptionDecision encryptionDecision =
        EbsEncryption.decide(
            call,
            null,
            call.region(),
            Boolean.TRUE.equals(request.encrypted()),
            request.kmsKeyId());
    String taskId = call.cloudState().ids().next("import-snap");
    Snapshot snapshot = snapshot(call, disk, taskId, encryptionDecision);
    call.region().snapshots().add(snapshot);
    ImportTask task =
        new ImportTask(
            taskId,
            call.accountId(),
            disk,
            request.description(),
            snapshot.id(),
            snapshot.encryption(),
            snapshot.creation());
    call.region().importTasks().add(task);
    tags.forEach((k, v) -> call.region().importTasks().tag(task, k, v));
    return taskId;
  }

  private static Snapshot snapshot(
      Call call,
      ImportTask.Disk disk,
      String taskId,
      EbsEncryption.EncryptionDecision encryptionDecision) {
    AsyncOperation.Failure failure =
        call.asyncFailure() != null ? call.asyncFailure() : encryptionDecision.failure();
    return new Snapshot(
        call.newId("snap"),
        call.accountId(),
        "vol-ffffffff",
        disk.sizeGib(),
        "Created by AWS-VMImport service for " + taskId,
        encryptionDecision.encryption(),
        AsyncOperation.lasting(call.now(), call.timing().snapshotDuration(disk.sizeGib()))
            .withFailure(failure),
        null);
  }

  /** DescribeImportSnapshotTasks. */
  public DescribeImportSnapshotTasksResponse describe(
      Call call, DescribeImportSnapshotTasksRequest request) {
    Paging paging =
        new Paging(call, "DescribeImportSnapshotTasks", request.maxResults(), request.nextToken())
            .requireMinResults(1);
    var own = call.region().importTasks().ownedBy(call.accountId());
    NavigableMap<String, ImportTask> candidates = new TreeMap<>(own);
    for (String id : request.importTaskIds()) {
      if (!own.containsKey(id)) {
        throw new ApiError(
            "InvalidConversionTaskId.Malformed", "The import task id " + id + " does not exist");
      }
    }
    if (!request.importTaskIds().isEmpty()) {
      candidates.keySet().retainAll(request.importTaskIds());
    }
    Paging.Page<ImportTask> page =
        paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeImportSnapshotTasksResponse.builder()
        .importSnapshotTasks(page.items().stream().map(task -> show(call, task)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static ImportTask.Disk disk(Call call, SnapshotDiskContainer container) {
    if (container == null) {
      throw Ec2Errors.missingParameter("DiskContainer");
    }
    String format = Objects.requireNonNullElse(container.format(), "").toUpperCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw Ec2Errors.invalidValue(
          container.format(), "Format", "It must be one of " + FORMATS + ".");
    }
    UserBucket object = location(container);
    if (call.cloudState().s3().get(object.s3Bucket(), object.s3Key()).orElse(null)
        instanceof S3Storage.S3Object.DiskImage(int sizeGib)) {
      return new ImportTask.Disk(
          object.s3Bucket(),
          object.s3Key(),
          container.url(),
          format,
          container.description(),
          sizeGib);
    }
    throw new ApiError(
        "InvalidParameter",
        "The given S3 object '"
            + object.s3Bucket()
            + "/"
            + object.s3Key()
            + "' does not exist or is not a disk image");
  }

  private static UserBucket location(SnapshotDiskContainer container) {
    if (container.userBucket() != null) {
      return container.userBucket();
    }
    Matcher url = URL.matcher(Objects.requireNonNullElse(container.url(), ""));
    if (!url.matches()) {
      throw Ec2Errors.invalidValue(container.url(), "Url", "It must be s3://bucket/key.");
    }
    return UserBucket.builder().s3Bucket(url.group(1)).s3Key(url.group(2)).build();
  }

  private static ImportSnapshotResponse answer(Call call, ImportTask task) {
    return PojoMaps.copy(show(call, task), ImportSnapshotResponse.builder()).build();
  }

  private static ImportSnapshotTask show(Call call, ImportTask task) {
    return ImportSnapshotTask.builder()
        .importTaskId(task.id())
        .description(task.description())
        .snapshotTaskDetail(detail(call, task))
        .tags(ImageViews.tags(task.tags()))
        .build();
  }

  private static SnapshotTaskDetail detail(Call call, ImportTask task) {
    ImportTask.Disk disk = task.disk();
    var detail =
        SnapshotTaskDetail.builder()
            .description(disk.description())
            .diskImageSize((double) disk.sizeGib() * (1L << 30))
            .format(disk.format())
            .url(disk.url())
            .userBucket(bucket -> bucket.s3Bucket(disk.bucket()).s3Key(disk.key()))
            .encrypted(task.encryption().encrypted())
            .kmsKeyId(task.encryption().kmsKeyArn());
    return switch (task.creation().stage(call.now())) {
      case PENDING ->
          detail
              .status("active")
              .statusMessage("pending")
              .progress(String.valueOf(task.creation().progressPercent(call.now())))
              .build();
      case DONE -> detail.status("completed").snapshotId(task.snapshotId()).build();
      case FAILED ->
          detail.status("deleted").statusMessage(task.creation().failure().message()).build();
    };
  }
}

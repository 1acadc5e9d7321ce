package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.S3Storage;
import dev.amioperator.simulator.state.S3Storage.S3Object.StoredImage;
import dev.amioperator.simulator.state.S3Storage.StoreTask;
import dev.amioperator.simulator.state.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.CreateRestoreImageTaskRequest;
import software.amazon.awssdk.services.ec2.model.CreateRestoreImageTaskResponse;
import software.amazon.awssdk.services.ec2.model.CreateStoreImageTaskRequest;
import software.amazon.awssdk.services.ec2.model.CreateStoreImageTaskResponse;
import software.amazon.awssdk.services.ec2.model.DescribeStoreImageTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeStoreImageTasksResponse;
import software.amazon.awssdk.services.ec2.model.StoreImageTaskResult;

/**
 * Images as objects in S3: CreateStoreImageTask, DescribeStoreImageTasks and
 * CreateRestoreImageTask.
 */
public final class StoredImages {
  private static final Duration TASK_RETENTION = Duration.ofDays(31);
  private static final int MAX_RESULTS = 200;

  private static final Filters<StoreTask> FILTERS =
      new Filters<StoreTask>()
          .on("bucket", StoreTask::bucket)
          .onCall("task-state", (call, task) -> state(call, task));

  /**
   * CreateStoreImageTask; the S3 object exists when the task is done.
   *
   * @throws ApiError {@code InvalidAMIID.*}, {@code IncorrectState}, {@code MissingParameter}
   */
  public CreateStoreImageTaskResponse store(Call call, CreateStoreImageTaskRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    if (request.bucket() == null) {
      throw Ec2Errors.missingParameter("Bucket");
    }
    if (!image.state(call.now()).equals("available")) {
      throw Ec2Errors.incorrectState("The image '" + image.id() + "' is not available");
    }
    call.checkDryRun();
    int gib = image.blockDevices().stream().mapToInt(BlockDevice::sizeGib).sum();
    AsyncOperation storing =
        AsyncOperation.lasting(call.now(), call.timing().snapshotDuration(gib))
            .withFailure(call.asyncFailure());
    String key = image.id() + ".bin";
    S3Storage s3Storage = call.cloudState().s3();
    s3Storage.put(request.bucket(), key, toStored(call, image, storing));
    s3Storage
        .tasks()
        .addFirst(
            new StoreTask(
                call.accountId(),
                call.region().name(),
                image.id(),
                request.bucket(),
                key,
                storing));
    return CreateStoreImageTaskResponse.builder().objectKey(key).build();
  }

  private static StoredImage toStored(Call call, Image image, AsyncOperation storing) {
    return new StoredImage(
        image.name(),
        image.description(),
        image.traits(),
        image.blockDevices(),
        Map.copyOf(image.tags()),
        snapshotTags(call, image),
        List.copyOf(image.watermarks()),
        image.id(),
        call.region().name(),
        storing);
  }

  private static Map<String, Map<String, String>> snapshotTags(Call call, Image image) {
    return image.blockDevices().stream()
        .map(BlockDevice::snapshotId)
        .filter(Objects::nonNull)
        .distinct()
        .collect(
            Collectors.toMap(
                Function.identity(), id -> Map.copyOf(call.region().snapshots().get(id).tags())));
  }

  /** DescribeStoreImageTasks: tasks of the last 31 days, newest first. */
  public DescribeStoreImageTasksResponse describe(
      Call call, DescribeStoreImageTasksRequest request) {
    if (request.maxResults() != null && request.maxResults() > MAX_RESULTS) {
      throw Ec2Errors.invalidValue(request.maxResults(), "maxResults", "At most 200.");
    }
    Paging paging =
        new Paging(call, "DescribeStoreImageTasks", request.maxResults(), request.nextToken())
            .requireMinResults(1)
            .rejectWithIds(request.imageIds(), "imageIds");
    ResourceLookup.checkImageIds(request.imageIds());
    NavigableMap<String, StoreTask> candidates = new TreeMap<>();
    List<StoreTask> tasks = call.cloudState().s3().tasks();
    for (int i = 0; i < tasks.size(); i++) {
      if (listed(call, request, tasks.get(i))) {
        candidates.put("%010d".formatted(i), tasks.get(i));
      }
    }
    Paging.Page<StoreTask> page = paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeStoreImageTasksResponse.builder()
        .storeImageTaskResults(page.items().stream().map(task -> show(call, task)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * CreateRestoreImageTask: an image with new snapshots from an S3 object, with their stored tags.
   *
   * @throws ApiError {@code InvalidParameterValue} for a missing object, {@code InvalidAMIName.*}
   */
  public CreateRestoreImageTaskResponse restore(Call call, CreateRestoreImageTaskRequest request) {
    StoredImage stored = stored(call, request.bucket(), request.objectKey());
    String name = request.name() == null ? stored.name() : request.name();
    ImageNames.check(call, name);
    ImageCreationTags tags = ImageCreationTags.of(request.tagSpecifications());
    tags.checkAllowed(call);

    String id = call.newId("ami");
    List<Snapshot> snapshots = new ArrayList<>();
    List<BlockDevice> devices =
        ImageRegistration.withNewSnapshots(
            stored.devices(),
            device -> {
              snapshots.add(snapshot(call, device, id));
              stored
                  .snapshotTags()
                  .getOrDefault(device.snapshotId(), Map.of())
                  .forEach((k, v) -> call.region().snapshots().tag(snapshots.getLast(), k, v));
              return snapshots.getLast();
            });
    snapshots.forEach(snapshot -> tags.apply(call, snapshot));
    Image.Origin origin =
        ImageRegistration.origin(call, name, null, stored.sourceImageId(), stored.sourceRegion());
    AsyncOperation creation = ImageRegistration.creation(call, snapshots);
    Image image = ImageRegistration.register(call, id, origin, stored.traits(), devices, creation);
    image.description(stored.description());
    image.watermarks().addAll(stored.watermarks());
    stored.tags().forEach((k, v) -> call.region().images().tag(image, k, v));
    tags.apply(call, image);
    return CreateRestoreImageTaskResponse.builder().imageId(id).build();
  }

  private static Snapshot snapshot(Call call, BlockDevice device, String imageId) {
    EbsEncryption.EncryptionDecision encryptionDecision =
        EbsEncryption.decide(call, null, call.region(), device.encrypted(), null);
    Snapshot snapshot =
        new Snapshot(
            call.newId("snap"),
            call.accountId(),
            "vol-ffffffff",
            device.sizeGib(),
            "Created by AMI restore task for " + imageId,
            encryptionDecision.encryption(),
            AsyncOperation.lasting(call.now(), call.timing().snapshotDuration(device.sizeGib()))
                .withFailure(call.asyncFailure()),
            null);
    call.region().snapshots().add(snapshot);
    return snapshot;
  }

  private static StoredImage stored(Call call, String bucket, String key) {
    if (bucket == null) {
      throw Ec2Errors.missingParameter("Bucket");
    }
    if (key == null) {
      throw Ec2Errors.missingParameter("ObjectKey");
    }
    S3Storage.S3Object object = call.cloudState().s3().get(bucket, key).orElse(null);
    if (object instanceof StoredImage image
        && image.operation().stage(call.now()) == AsyncOperation.Stage.DONE) {
      return image;
    }
    throw Ec2Errors.invalidValue(
        bucket + "/" + key, "objectKey", "There is no stored image in this object.");
  }

  private static boolean listed(Call call, DescribeStoreImageTasksRequest request, StoreTask task) {
    return task.ownerId().equals(call.accountId())
        && task.region().equals(call.region().name())
        && (request.imageIds().isEmpty() || request.imageIds().contains(task.imageId()))
        && call.now().isBefore(task.operation().start().plus(TASK_RETENTION));
  }

  private static String state(Call call, StoreTask task) {
    return switch (task.operation().stage(call.now())) {
      case PENDING -> "InProgress";
      case DONE -> "Completed";
      case FAILED -> "Failed";
    };
  }

  private static StoreImageTaskResult show(Call call, StoreTask task) {
    boolean failed = task.operation().stage(call.now()) == AsyncOperation.Stage.FAILED;
    return StoreImageTaskResult.builder()
        .amiId(task.imageId())
        .bucket(task.bucket())
        .s3objectKey(task.key())
        .taskStartTime(task.operation().start())
        .progressPercentage(task.operation().progressPercent(call.now()))
        .storeTaskState(state(call, task))
        .storeTaskFailureReason(
            failed ? Objects.requireNonNull(task.operation().failure()).message() : null)
        .build();
  }
}

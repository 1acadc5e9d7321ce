package dev.amioperator.simulator.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects in S3, as far as images are stored there or disks imported from there. */
public final class S3Storage {
  private record Key(String bucket, String key) {}

  private final Map<Key, S3Object> objects = new HashMap<>();
  private final List<StoreTask> tasks = new ArrayList<>();

  /** What an object holds. */
  public sealed interface S3Object {
    /** A disk that can be imported. */
    record DiskImage(int sizeGib) implements S3Object {}

    /** An image that CreateStoreImageTask put there, once the task is done. */
    record StoredImage(
        String name,
        String description,
        MachineTraits traits,
        List<BlockDevice> devices,
        Map<String, String> tags,
        List<Watermark> watermarks,
        String sourceImageId,
        String sourceRegion,
        AsyncOperation operation)
        implements S3Object {}
  }

  /** A task that stores an image. */
  public record StoreTask(
      String ownerId,
      String region,
      String imageId,
      String bucket,
      String key,
      AsyncOperation operation) {}

  public void put(String bucket, String key, S3Object object) {
    objects.put(new Key(bucket, key), object);
  }

  public Optional<S3Object> get(String bucket, String key) {
    return Optional.ofNullable(objects.get(new Key(bucket, key)));
  }

  /** Every store task, the newest first; changeable. */
  public List<StoreTask> tasks() {
    return tasks;
  }
}

package dev.amioperator.simulator.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects in S3: stored images and disks to import. */
public final class S3Storage {
  private record Key(String bucket, String key) {}

  private final Map<Key, S3Object> objects = new HashMap<>();
  private final List<StoreTask> tasks = new ArrayList<>();

  /** Content of an S3 object. */
  public sealed interface S3Object {
    /** Disk in S3 that can be imported as a snapshot. */
    record DiskImage(int sizeGib) implements S3Object {}

    /**
     * Image in S3 from CreateStoreImageTask, available when the task is done.
     *
     * @param snapshotTags by the id of the snapshot in {@code devices}
     */
    record StoredImage(
        String name,
        String description,
        MachineTraits traits,
        List<BlockDevice> devices,
        Map<String, String> tags,
        Map<String, Map<String, String>> snapshotTags,
        List<Watermark> watermarks,
        String sourceImageId,
        String sourceRegion,
        AsyncOperation operation)
        implements S3Object {}
  }

  /** Task that stores an image in S3. */
  public record StoreTask(
      String ownerId,
      String region,
      String imageId,
      String bucket,
      String key,
      AsyncOperation operation) {}

  /** Adds or replaces an object in S3. */
  public void put(String bucket, String key, S3Object object) {
    objects.put(new Key(bucket, key), object);
  }

  /** Object in S3 under a bucket and key. */
  public Optional<S3Object> get(String bucket, String key) {
    return Optional.ofNullable(objects.get(new Key(bucket, key)));
  }

  /** Mutable list of image store tasks, newest first. */
  public List<StoreTask> tasks() {
    return tasks;
  }
}

package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.RemovedFields;
import java.util.List;

/**
 * Status fields of an AmiImage about its image; each may be null.
 *
 * @param managedTagKeys the user's tag keys that the operator removes when the spec drops them
 * @param managedFields see {@link RemovedFields}
 */
record ImageStatusFields(
    String imageId,
    String imageName,
    String state,
    List<SnapshotEntry> snapshots,
    List<String> managedTagKeys,
    List<String> managedFields,
    String newerImageId,
    String previousImageId) {
  static ImageStatusFields of(AmiImageStatus status) {
    return new ImageStatusFields(
        status.imageId(),
        status.imageName(),
        status.state(),
        status.snapshots(),
        status.managedTagKeys(),
        status.managedFields(),
        status.newerImageId(),
        status.previousImageId());
  }

  /** Copy with another snapshot ledger. */
  ImageStatusFields withSnapshots(List<SnapshotEntry> ledger) {
    return new ImageStatusFields(
        imageId,
        imageName,
        state,
        ledger,
        managedTagKeys,
        managedFields,
        newerImageId,
        previousImageId);
  }

  /** Copy with another image, or none. */
  ImageStatusFields withImage(
      String id, String name, String imageState, List<SnapshotEntry> ledger, List<String> tagKeys) {
    return new ImageStatusFields(
        id, name, imageState, ledger, tagKeys, managedFields, newerImageId, previousImageId);
  }

  /** Copy with the image that a lookup finds now, and the image before it. */
  ImageStatusFields withLookup(String newer, String previous) {
    return new ImageStatusFields(
        imageId, imageName, state, snapshots, managedTagKeys, managedFields, newer, previous);
  }

  /** Copy with the optional fields of the spec that have set something in EC2. */
  ImageStatusFields withManagedFields(List<String> fields) {
    return new ImageStatusFields(
        imageId,
        imageName,
        state,
        snapshots,
        managedTagKeys,
        fields,
        newerImageId,
        previousImageId);
  }
}

package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Architectures;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.CapturingGlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The groups of images of an account and region in which {@code keep.newest} counts.
 *
 * @param keys the tags and name patterns whose values an image needs to be in a group
 * @param byArchitecture whether each architecture has groups of its own
 */
record ImageGrouping(List<Key> keys, boolean byArchitecture) {
  private static final String TAG = "tag:";
  private static final String NAME = "name:";

  /** A property of images that separates groups. */
  sealed interface Key {
    /** The value of a tag. */
    record Tag(String key) implements Key {}

    /** The part of the name that a pattern captures. */
    record Name(CapturingGlob pattern) implements Key {}

    /** The image's value; empty: it has none, so it is in no group. */
    default Optional<String> of(Image image) {
      return switch (this) {
        case Tag(String key) -> Optional.ofNullable(image.tags().get(key));
        case Name(CapturingGlob pattern) -> pattern.capture(image.name());
      };
    }

    /** Why an image without a value is in no group. */
    default String missing() {
      return switch (this) {
        case Tag(String key) -> "It has no tag %s".formatted(key);
        case Name(CapturingGlob pattern) -> "Its name does not match %s".formatted(pattern);
      };
    }
  }

  ImageGrouping {
    keys = List.copyOf(keys);
  }

  /**
   * The grouping of a policy's spec.
   *
   * @throws IllegalArgumentException for a name pattern that the CRD rejects
   */
  static ImageGrouping of(AmiRetentionPolicySpec spec) {
    List<String> groupBy = spec.groupBy() == null ? List.of() : spec.groupBy();
    return new ImageGrouping(
        groupBy.stream().map(ImageGrouping::key).filter(Objects::nonNull).toList(),
        spec.architectures() != Architectures.TOGETHER);
  }

  /** Null for the architecture, which separates unless the spec says otherwise. */
  private static Key key(String entry) {
    if (entry.startsWith(TAG)) {
      return new Key.Tag(entry.substring(TAG.length()));
    }
    return entry.startsWith(NAME)
        ? new Key.Name(CapturingGlob.parse(entry.substring(NAME.length())))
        : null;
  }

  /** The image's values, which are equal for all images of its group; empty: it is in no group. */
  Optional<List<String>> group(Image image) {
    List<String> values = new ArrayList<>();
    for (Key key : keys) {
      Optional<String> value = key.of(image);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    if (byArchitecture) {
      values.add(image.architecture());
    }
    return Optional.of(values);
  }

  /** Why the image is in no group; empty: it is in one. */
  Optional<String> missing(Image image) {
    return keys.stream().filter(key -> key.of(image).isEmpty()).findFirst().map(Key::missing);
  }
}

package dev.amioperator.ownership;

import dev.amioperator.ec2.Snapshot;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Release of a Created snapshot that outlived its object: the tag {@value TagKeys#RELEASED}.
 *
 * <p>The tag names its snapshot, because tags travel with copies: a snapshot with the tag of
 * another was never released. It names the images that used the snapshot, because the Recycle Bin
 * does not tell which snapshots an image in it needs.
 *
 * @param since when the object was deleted
 * @param imageIds the images that used the snapshot, the latest first; at most {@value #MAX_IMAGES}
 */
public record ReleasedTag(String snapshotId, Instant since, List<String> imageIds) {
  /** An EC2 tag value has 256 characters, and an image id 21. */
  private static final int MAX_IMAGES = 9;

  public ReleasedTag {
    since = since.truncatedTo(ChronoUnit.SECONDS);
    imageIds = imageIds.stream().distinct().limit(MAX_IMAGES).toList();
  }

  /** The tag's value: snapshot, time and images, separated by blanks. */
  public String value() {
    return String.join(
        " ", Stream.concat(Stream.of(snapshotId, since.toString()), imageIds.stream()).toList());
  }

  /** The release of a snapshot by its own tag; empty without a tag, or with that of another. */
  public static Optional<ReleasedTag> of(Snapshot snapshot) {
    return Optional.ofNullable(snapshot.tags().get(TagKeys.RELEASED))
        .flatMap(ReleasedTag::parse)
        .filter(tag -> tag.snapshotId.equals(snapshot.id()));
  }

  /** This release with further images that use the snapshot. */
  public ReleasedTag usedBy(Collection<String> images) {
    return new ReleasedTag(
        snapshotId, since, Stream.concat(images.stream(), imageIds.stream()).toList());
  }

  /** Ignores a tag that was changed by hand: its snapshot is kept. */
  private static Optional<ReleasedTag> parse(String value) {
    List<String> words = Arrays.asList(value.split(" "));
    if (words.size() < 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ReleasedTag(
              words.getFirst(), Instant.parse(words.get(1)), words.subList(2, words.size())));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}

package dev.amioperator.account;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.api.v1alpha1.AwsAccountStatus.RetiredImage;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images that the policies of an AWS account retired, as its AwsAccount's status records them.
 *
 * @param since when the record began; earlier retirements are unknown
 * @param images when each image of the last 24 hours was counted, by id
 */
record RetiredImages(Instant since, Map<String, Instant> images) {
  static final Duration PERIOD = Duration.ofHours(24);

  /** How far the clocks of two replicas of the operator may differ: twice what AWS's may. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

  /** The record with images that may be retired, and which these are. */
  record Reservation(RetiredImages record, List<String> granted) {}

  /**
   * The record of a status. One that is lost or unreadable begins now, as if as many images as
   * possible had been retired just before.
   */
  static RetiredImages of(AwsAccountStatus.Retired retired, Instant now) {
    Optional<Instant> since =
        Optional.ofNullable(retired)
            .flatMap(record -> parse(record.since()))
            .filter(began -> !began.isAfter(now.plus(CLOCK_TOLERANCE)));
    if (since.isEmpty()) {
      return new RetiredImages(now.truncatedTo(ChronoUnit.SECONDS), Map.of());
    }
    List<RetiredImage> entries = Optional.ofNullable(retired.images()).orElse(List.of());
    return new RetiredImages(
        since.get(),
        entries.stream()
            .collect(
                toMap(
                    RetiredImage::imageId,
                    entry -> parse(entry.at()).filter(at -> !at.isAfter(now)).orElse(now),
                    (earlier, later) -> later,
                    LinkedHashMap::new)));
  }

  /**
   * Reserves images that are to be retired. Those that are recorded already count once.
   *
   * @param imageIds the most urgent first
   * @param limit how many images may be retired in 24 hours
   */
  Reservation reserve(List<String> imageIds, int limit, Instant now) {
    Map<String, Instant> counted = new LinkedHashMap<>(images);
    counted.values().removeIf(at -> !at.plus(PERIOD).isAfter(now));
    List<String> granted = new ArrayList<>();
    boolean complete = !since.plus(PERIOD).isAfter(now);
    for (String imageId : imageIds) {
      if (counted.containsKey(imageId)) {
        granted.add(imageId);
      } else if (complete && counted.size() < limit) {
        counted.put(imageId, now.truncatedTo(ChronoUnit.SECONDS));
        granted.add(imageId);
      }
    }
    return new Reservation(new RetiredImages(since, counted), granted);
  }

  /** The record for the status. */
  AwsAccountStatus.Retired entry() {
    return new AwsAccountStatus.Retired(
        since.toString(),
        images.isEmpty()
            ? null
            : images.entrySet().stream()
                .map(image -> new RetiredImage(image.getKey(), image.getValue().toString()))
                .toList());
  }

  private static Optional<Instant> parse(String time) {
    try {
      return Optional.ofNullable(time).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}

package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Image;
import dev.amioperator.lifecycle.Acted;
import dev.amioperator.lifecycle.Conditions;
import dev.amioperator.lifecycle.Ledger;
import dev.amioperator.lifecycle.Outcome;
import dev.amioperator.lifecycle.Reason;
import dev.amioperator.lifecycle.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes the status of an AmiImage: what was seen, and how it stands. */
final class ImageStatus {
  private static final AmiImageStatus NONE =
      new AmiImageStatus(null, null, null, null, null, null, null, null, null, null, null);

  private final AmiImage resource;
  private final AmiImageStatus former;
  private final Instant now;

  ImageStatus(AmiImage resource, Instant now) {
    this.resource = resource;
    this.former = Optional.ofNullable(resource.getStatus()).orElse(NONE);
    this.now = now;
  }

  /** Nothing new is known of EC2: only the verdict changes. */
  Outcome<AmiImageStatus> only(Verdict verdict) {
    return new Outcome<>(
        with(
            former.accountId(),
            former.imageId(),
            former.imageName(),
            former.state(),
            former.snapshots(),
            former.managedTagKeys(),
            verdict),
        verdict);
  }

  /** EC2 is being asked: a status that says more of it than that stays as it is. */
  Outcome<AmiImageStatus> asking(Verdict verdict) {
    boolean says =
        former.accountId() != null
            && resource.getMetadata().getGeneration().equals(former.observedGeneration());
    return verdict.reason() == Reason.Observing && says
        ? new Outcome<>(former, verdict)
        : only(verdict);
  }

  /** The ledger is written down before anything that could orphan a snapshot. */
  Outcome<AmiImageStatus> remember(List<SnapshotEntry> ledger, Verdict verdict) {
    return new Outcome<>(
        with(
            former.accountId(),
            former.imageId(),
            former.imageName(),
            former.state(),
            ledger,
            former.managedTagKeys(),
            verdict),
        verdict);
  }

  /** What was seen, and what follows from it. */
  Outcome<AmiImageStatus> seen(
      String accountId, Desired desired, Observed observed, Standing standing, Acted acted) {
    return new Outcome<>(
        of(accountId, desired, observed, standing, acted)
            .withBuild(
                Attempt.of(desired, observed, standing, now)
                    .map(build -> Attempt.after(build, acted, now))
                    .orElse(null)),
        acted.verdict());
  }

  private AmiImageStatus of(
      String accountId, Desired desired, Observed observed, Standing standing, Acted acted) {
    Verdict verdict = acted.verdict();
    return switch (standing) {
      case Standing.Found(Image image, var others) ->
          of(accountId, desired, observed, image, image.id(), acted);
      case Standing.Untagged(Image image) ->
          of(accountId, desired, observed, image, idOfUntagged(desired, image), acted);
      case Standing.Broken(Image image) ->
          with(
              accountId,
              desired.wasUsable(image) ? image.id() : null,
              desired.imageName(),
              image.state().word(),
              Ledger.of(former.snapshots(), Optional.of(image), observed.holdings().snapshots()),
              former.managedTagKeys(),
              verdict);
      case Standing.Pinned(Image image, var newer) -> pinned(accountId, image, newer, verdict);
      case Standing.Unfound unfound -> with(accountId, null, null, null, null, null, verdict);
      case Standing.Missed missed -> only(verdict).status();
      case Standing.Gone(String imageId) ->
          with(
              accountId,
              acted.made().orElse(former.imageId()),
              former.imageName(),
              former.imageId() == null || acted.made().isPresent() ? null : Loss.GONE,
              former.snapshots(),
              former.managedTagKeys(),
              verdict);
      case Standing.OtherSource other -> only(verdict).status();
      case Standing.None none ->
          with(
              accountId,
              acted.made().orElse(null),
              desired.imageName(),
              // Until nothing is left of a failed image, the next one has to wait.
              Clearing.leftOver(desired, observed).isEmpty() ? null : former.state(),
              former.snapshots(),
              former.managedTagKeys(),
              verdict);
    };
  }

  /** An image to be adopted is nobody's until it carries our tags; a deletion has to leave it. */
  private String idOfUntagged(Desired desired, Image image) {
    return desired.observesOnly() ? image.id() : former.imageId();
  }

  private AmiImageStatus of(
      String accountId,
      Desired desired,
      Observed observed,
      Image image,
      String imageId,
      Acted acted) {
    List<SnapshotEntry> ledger =
        desired.observesOnly()
            ? null
            : Ledger.of(former.snapshots(), Optional.of(image), observed.holdings().snapshots());
    return with(
        accountId,
        imageId,
        image.name(),
        image.state().word(),
        ledger,
        desired.observesOnly() ? null : keys(desired, acted),
        acted.verdict());
  }

  /** What the object stood for before is remembered once it follows to another image. */
  private AmiImageStatus pinned(
      String accountId, Image image, Optional<Image> newer, Verdict verdict) {
    boolean followed = former.imageId() != null && !former.imageId().equals(image.id());
    return with(
        accountId,
        image.id(),
        image.name(),
        image.state().word(),
        null,
        null,
        verdict,
        newer.map(Image::id).orElse(null),
        followed ? former.imageId() : former.previousImageId());
  }

  /** Keys that are still to be removed are remembered until they are. */
  private static List<String> keys(Desired desired, Acted acted) {
    Set<String> keys = new TreeSet<>(desired.attributes().keysToRemember());
    if (acted.moved()) {
      keys.addAll(desired.attributes().managedKeys());
    }
    return List.copyOf(keys);
  }

  private AmiImageStatus with(
      String accountId,
      String imageId,
      String imageName,
      String state,
      List<SnapshotEntry> snapshots,
      List<String> managedTagKeys,
      Verdict verdict) {
    return with(
        accountId,
        imageId,
        imageName,
        state,
        snapshots,
        managedTagKeys,
        verdict,
        former.newerImageId(),
        former.previousImageId());
  }

  private AmiImageStatus with(
      String accountId,
      String imageId,
      String imageName,
      String state,
      List<SnapshotEntry> snapshots,
      List<String> managedTagKeys,
      Verdict verdict,
      String newerImageId,
      String previousImageId) {
    long generation = resource.getMetadata().getGeneration();
    return new AmiImageStatus(
        generation,
        accountId,
        imageId,
        imageName,
        state,
        emptyToNull(snapshots),
        emptyToNull(managedTagKeys),
        Conditions.of(verdict, generation, former.conditions(), now),
        newerImageId,
        previousImageId,
        former.build());
  }

  private static <T> List<T> emptyToNull(List<T> list) {
    return list == null || list.isEmpty() ? null : list;
  }
}

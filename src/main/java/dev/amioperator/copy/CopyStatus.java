package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.ec2.Place;
import dev.amioperator.reconcile.Conditions;
import dev.amioperator.reconcile.Outcome;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the status of an AmiCopy: region by region, and as a whole. */
final class CopyStatus {
  private static final AmiCopyStatus NONE =
      new AmiCopyStatus(null, null, null, null, null, null, null, null, null);
  private static final int MOST_KEYS = 200;

  private final AmiCopy resource;
  private final AmiCopyStatus former;
  private final Instant now;

  CopyStatus(AmiCopy resource, Instant now) {
    this.resource = resource;
    this.former = Optional.ofNullable(resource.getStatus()).orElse(NONE);
    this.now = now;
  }

  /** The account id that the object is pinned to, or null. */
  String accountId() {
    return former.accountId();
  }

  /** The entries as they stand. */
  List<RegionStatus> entries() {
    return Entry.orEmpty(former.regions());
  }

  /** Whether all was well with a region at the last look, for the same spec and source. */
  boolean settled(String region, Optional<SourceId> source) {
    return saysSomething()
        && source.map(SourceId::imageId).equals(Optional.ofNullable(former.sourceImageId()))
        && entry(region).filter(Entry::atRest).isPresent();
  }

  /** The entry of a region as it stands. */
  Optional<RegionStatus> entry(String region) {
    return entries().stream().filter(entry -> entry.region().equals(region)).findFirst();
  }

  /** Nothing new is known of EC2: only the verdict changes. */
  Outcome<AmiCopyStatus> only(Verdict verdict) {
    long generation = resource.getMetadata().getGeneration();
    return new Outcome<>(
        new AmiCopyStatus(
            generation,
            former.accountRef(),
            former.accountId(),
            former.sourceImageId(),
            former.sourceRegion(),
            former.copies(),
            former.regions(),
            former.managedTagKeys(),
            conditions(verdict)),
        verdict);
  }

  /** The same, unless that is only that somebody is being asked: a status that says more stays. */
  Outcome<AmiCopyStatus> asking(Verdict verdict) {
    return verdict.reason() == Reason.Observing && saysSomething()
        ? new Outcome<>(former, verdict)
        : only(verdict);
  }

  /**
   * What a look at all regions came to.
   *
   * @param account where calls went: any of the places
   */
  Outcome<AmiCopyStatus> of(Place account, Desired desired, Source source, List<Regional> regions) {
    Verdict verdict = Summary.of(regions);
    boolean asking = regions.stream().anyMatch(Regional::asking);
    return new Outcome<>(
        new AmiCopyStatus(
            resource.getMetadata().getGeneration(),
            account.account(),
            account.accountId(),
            source.id().map(SourceId::imageId).orElse(former.sourceImageId()),
            source.id().map(SourceId::region).orElse(former.sourceRegion()),
            Summary.copies(regions),
            entries(regions),
            keys(desired, source, regions),
            asking && saysSomething() ? former.conditions() : conditions(verdict)),
        verdict);
  }

  /** Whether the conditions are about the spec as it is: better than that EC2 is being asked. */
  private boolean saysSomething() {
    return former.conditions() != null
        && resource.getMetadata().getGeneration().equals(former.observedGeneration());
  }

  private List<Condition> conditions(Verdict verdict) {
    return Conditions.of(verdict, resource.getMetadata().getGeneration(), former.conditions(), now);
  }

  private static List<RegionStatus> entries(List<Regional> regions) {
    List<RegionStatus> entries =
        regions.stream()
            .flatMap(region -> region.entry().stream())
            .sorted(Comparator.comparing(RegionStatus::region))
            .toList();
    return entries.isEmpty() ? null : entries;
  }

  /** Keys that are still to be removed somewhere are remembered until they are. */
  private List<String> keys(Desired desired, Source source, List<Regional> regions) {
    TreeSet<String> keys = new TreeSet<>();
    source.id().ifPresent(id -> keys.addAll(desired.attributes(source, id).keysToRemember()));
    boolean done =
        desired.knowsAllTags(source)
            && regions.stream().filter(Regional::wanted).allMatch(Regional::ready);
    if (!done) {
      keys.addAll(desired.managedTagKeys());
    }
    return keys.isEmpty() ? null : keys.stream().limit(MOST_KEYS).toList();
  }
}

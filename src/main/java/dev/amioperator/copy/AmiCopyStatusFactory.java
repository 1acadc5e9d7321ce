package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.attributes.RemovedFields;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.StatusFactory;
import dev.amioperator.reconcile.StatusUpdate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Creates the status of an AmiCopy: an entry per region, and its conditions. */
final class AmiCopyStatusFactory extends StatusFactory<AmiCopyStatus> {
  private static final AmiCopyStatus EMPTY = AmiCopyStatusBuilder.builder().build();
  private static final int MAX_TAG_KEYS = 200;
  private static final Set<String> SOURCE_REASONS =
      Set.of(Reason.SourceNotFound.name(), Reason.SourceNotReady.name());

  private final AmiCopy resource;
  private final RecordedCopy recorded;

  AmiCopyStatusFactory(AmiCopy resource, RecordedCopy recorded, Instant now) {
    super(resource, EMPTY, now);
    this.resource = resource;
    this.recorded = recorded;
  }

  AmiCopy resource() {
    return resource;
  }

  /**
   * Whether a destination's copy was settled at the last reconcile, for the same spec and source.
   */
  boolean settled(Optional<RegionStatus> entry, Optional<SourceId> source) {
    return describesCurrentSpec()
        && source.map(SourceId::imageId).equals(Optional.ofNullable(previousStatus.sourceImageId()))
        && entry.filter(RegionStatusFactory::isSettled).isPresent();
  }

  /** Whether a copy of the source was queued, made or available at the last reconcile. */
  boolean sourceWasAvailable() {
    return recorded.regions().stream()
            .anyMatch(
                entry ->
                    entry.queuedSince() != null
                        || entry.imageId() != null && !RegionStatusFactory.isFailed(entry))
        && Stream.ofNullable(previousStatus.conditions())
            .flatMap(List::stream)
            .noneMatch(condition -> SOURCE_REASONS.contains(condition.reason()));
  }

  @Override
  public StatusUpdate<AmiCopyStatus> withReadyState(ReadyState readyState) {
    return new StatusUpdate<>(
        AmiCopyStatusBuilder.builder(previousStatus)
            .observedGeneration(generation())
            .conditions(conditions(readyState))
            .build(),
        readyState);
  }

  /** The status after a reconcile of all regions of the context. */
  StatusUpdate<AmiCopyStatus> of(
      CopyContext context,
      ObservedSource source,
      List<RegionResult> regions,
      SourceGrantResult grants) {
    RemovedFields fields = CopyFields.of(context.desired());
    String note = grants.note() + fields.note(recorded.managedFields());
    ReadyState readyState = withNote(CopyReadiness.of(regions, grants.obstacle()), note);
    boolean pending = regions.stream().anyMatch(RegionResult::observationPending);
    return new StatusUpdate<>(
        AmiCopyStatusBuilder.builder()
            .observedGeneration(generation())
            .accountRef(context.sourceAccountRef())
            .accountId(context.access().sourceAccountId().orElse(previousStatus.accountId()))
            .sourceImageId(
                source.id().map(SourceId::imageId).orElse(previousStatus.sourceImageId()))
            .sourceRegion(source.id().map(SourceId::region).orElse(previousStatus.sourceRegion()))
            .copies(CopyReadiness.availableCount(regions))
            .regions(entries(regions))
            .grants(emptyToNull(grants.toRecord()))
            .managedTagKeys(managedTagKeys(context.desired(), source, regions))
            .managedFields(
                emptyToNull(
                    fields.toRecord(
                        recorded.managedFields(), readyState instanceof ReadyState.Ready)))
            .conditions(conditions(pending, readyState))
            .build(),
        readyState);
  }

  /** The previous conditions while EC2 is queried, if they are of the current spec. */
  private List<Condition> conditions(boolean pending, ReadyState readyState) {
    return pending && describesCurrentSpec() ? previousStatus.conditions() : conditions(readyState);
  }

  private static ReadyState withNote(ReadyState readyState, String note) {
    return readyState instanceof ReadyState.Ready(Reason reason, String message) && !note.isEmpty()
        ? new ReadyState.Ready(
            reason, "%s%s%s".formatted(message, message.endsWith(".") ? "" : ".", note))
        : readyState;
  }

  private static List<RegionStatus> entries(List<RegionResult> regions) {
    return emptyToNull(
        regions.stream()
            .flatMap(region -> region.regionStatus().stream())
            .sorted(
                Comparator.comparing(RegionStatus::region).thenComparing(RegionStatus::accountId))
            .toList());
  }

  /** The desired tag keys, and recorded keys until they are removed in all regions. */
  private List<String> managedTagKeys(
      DesiredCopy desired, ObservedSource source, List<RegionResult> regions) {
    TreeSet<String> keys = new TreeSet<>();
    source.id().ifPresent(id -> keys.addAll(desired.tagKeysToRecord(source, id)));
    boolean done =
        desired.knowsAllTags(source)
            && regions.stream().filter(RegionResult::inSpec).allMatch(RegionResult::ready);
    if (!done) {
      keys.addAll(recorded.managedTagKeys());
    }
    return emptyToNull(keys.stream().limit(MAX_TAG_KEYS).toList());
  }
}

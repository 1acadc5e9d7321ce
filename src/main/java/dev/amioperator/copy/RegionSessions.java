package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Observer;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/**
 * Sessions that read EC2 for an AmiCopy. Each part of it (a destination, the source, the grants)
 * decides independently, on answers as fresh as its decision needs.
 */
@ApplicationScoped
class RegionSessions {
  private static final String SOURCE = "source";
  private static final String GRANTS = "grants";

  private final Observer observer;
  private final DecisionFreshness decisionFreshness;

  private final SourceGrantAbsence grantAbsence = new SourceGrantAbsence();

  RegionSessions(Observer observer, DecisionFreshness decisionFreshness) {
    this.observer = observer;
    this.decisionFreshness = decisionFreshness;
  }

  /**
   * A session of a destination.
   *
   * @param settled whether answers may be as old as the shared scan
   */
  ObservationSession ofDestination(
      CopyContext context, AccountRegion at, DestinationKey key, boolean settled) {
    return open(context, at, key.toString(), settled);
  }

  /** A session of the source image. */
  ObservationSession ofSource(CopyContext context, AccountRegion at) {
    return open(context, at, SOURCE, context.sourceSettled());
  }

  /** A session of the permissions on source images. */
  ObservationSession ofGrants(CopyContext context, AccountRegion at) {
    return open(context, at, GRANTS, false);
  }

  /** A session for reads that may be as old as their frequency allows. */
  ObservationSession ofRegions(Owner owner, AccountRegion at, Instant now) {
    return new ObservationSession(
        observer, at, owner, new Freshness(now, now, true, Duration.ZERO));
  }

  private ObservationSession open(
      CopyContext context, AccountRegion at, String part, boolean settled) {
    String key = DecisionFreshness.partOf(context.desired().uid(), part);
    return new ObservationSession(
        observer,
        at,
        context.desired().owner(),
        decisionFreshness.freshnessFor(key, context.now(), settled));
  }

  /** What earlier reads did not show of recorded grants. */
  SourceGrantAbsence grantAbsence() {
    return grantAbsence;
  }

  /** Ends the reads of a destination. */
  void decided(DesiredCopy desired, DestinationKey key) {
    decided(desired, key.toString());
  }

  /** Ends the reads of the source image, once every destination has decided. */
  void sourceDecided(DesiredCopy desired) {
    decided(desired, SOURCE);
  }

  /** Ends the reads of the permissions on source images. */
  void grantsDecided(DesiredCopy desired) {
    decided(desired, GRANTS);
  }

  private void decided(DesiredCopy desired, String part) {
    decisionFreshness.decided(DecisionFreshness.partOf(desired.uid(), part));
  }

  /** Drops what is kept in memory for a deleted AmiCopy. */
  void forget(AmiCopy resource) {
    decisionFreshness.forget(resource);
    grantAbsence.forget(resource.getMetadata().getUid());
  }
}

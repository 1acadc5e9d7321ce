package dev.amioperator.simulator;

import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Quotas;
import dev.amioperator.simulator.state.Timing;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Simulated AWS with every account and region, a clock and a journal. It is thread-safe and serves
 * a single call at a time.
 */
public final class SimulatedCloud {
  private final CloudState cloudState = new CloudState();
  private final SimulatedClock clock;
  private final Journal journal = new Journal();
  private final Faults faults = new Faults();
  private final Throttling throttling = new Throttling();
  private final PermissionUse permissionUse = new PermissionUse(cloudState);
  private final Denials denials;
  private final CallDispatcher dispatcher;
  private final Seeds seeds;

  private SimulatedCloud(SimulatedClock clock) {
    this.clock = clock;
    this.dispatcher =
        new CallDispatcher(cloudState, clock, journal, faults, throttling, permissionUse);
    this.denials = new Denials(cloudState, dispatcher);
    this.seeds = new Seeds(cloudState, clock, dispatcher);
  }

  /** Empty AWS cloud in real time, with the account 123456789012. */
  public static SimulatedCloud create() {
    return create(SimulatedClock.realTime());
  }

  /** Empty AWS cloud on this clock. */
  public static SimulatedCloud create(SimulatedClock clock) {
    return new SimulatedCloud(clock);
  }

  /**
   * EC2 client for a caller and a region.
   *
   * @throws IllegalArgumentException if AWS has no such region
   */
  public Ec2Client ec2(Caller caller, String region) {
    return new SimulatedEc2(dispatcher, caller, requireRegion(region));
  }

  /** SSM Parameter Store client for a caller and a region. */
  public SsmClient ssm(Caller caller, String region) {
    return new SimulatedSsm(dispatcher, caller, requireRegion(region));
  }

  /** KMS client for a caller and a region. */
  public KmsClient kms(Caller caller, String region) {
    return new SimulatedKms(dispatcher, caller, requireRegion(region));
  }

  /** Client for the Recycle Bin rules of a caller in a region. */
  public RbinClient rbin(Caller caller, String region) {
    return new SimulatedRbin(dispatcher, caller, requireRegion(region));
  }

  /** Image Builder client for a caller and a region. */
  public ImagebuilderClient imageBuilder(Caller caller, String region) {
    return new SimulatedImageBuilder(dispatcher, caller, requireRegion(region));
  }

  /** Auto Scaling client for a caller and a region. */
  public AutoScalingClient autoScaling(Caller caller, String region) {
    return new SimulatedAutoScaling(dispatcher, caller, requireRegion(region));
  }

  /** AWS Batch client for a caller and a region. */
  public BatchClient batch(Caller caller, String region) {
    return new SimulatedBatch(dispatcher, caller, requireRegion(region));
  }

  private String requireRegion(String region) {
    if (cloudState.region(region).isEmpty()) {
      throw new IllegalArgumentException(
          "Unknown region " + region + "; the regions are " + CloudState.REGIONS);
    }
    return region;
  }

  /** STS client for a caller, at the global endpoint. */
  public StsClient sts(Caller caller) {
    return sts(caller, SimulatedSts.GLOBAL_REGION);
  }

  /** STS client for a caller, at a region's endpoint: it answers while other regions are down. */
  public StsClient sts(Caller caller, String region) {
    return new SimulatedSts(dispatcher, caller, region);
  }

  /** Clock of the AWS cloud. */
  public SimulatedClock clock() {
    return clock;
  }

  /** Journal of every AWS call. */
  public Journal journal() {
    return journal;
  }

  /** Faults for AWS calls. */
  public Faults faults() {
    return faults;
  }

  /** Replaces the interceptor of AWS calls. */
  public void interceptor(Interceptor interceptor) {
    dispatcher.interceptor(Objects.requireNonNull(interceptor));
  }

  /** Request limits of the AWS services, off by default. */
  public Throttling throttling() {
    return throttling;
  }

  /** Use of the permissions of seeded IAM roles and users. */
  public PermissionUse permissionUse() {
    return permissionUse;
  }

  /** Denials of AWS actions. */
  public Denials denials() {
    return denials;
  }

  /**
   * Caller for an access key that was seeded or that AssumeRole returned; AWS refuses the calls of
   * a session that has ended. Empty for unknown keys.
   */
  public Optional<Caller> caller(String accessKeyId) {
    return dispatcher.runExclusively(
        () ->
            cloudState
                .identities()
                .accessKey(accessKeyId)
                .map(p -> new Caller(p.accountId(), accessKeyId, p.arn())));
  }

  /**
   * Ends the sessions of an AWS account's roles at once, as a revocation or a wrong clock does.
   *
   * @param accountId null for those of every account
   * @return the number of sessions that were active
   */
  public int endSessions(String accountId) {
    return dispatcher.runExclusively(
        () -> cloudState.identities().endSessions(accountId, clock.instant()));
  }

  /** Records an AWS call in the journal that was refused before it reached a service. */
  public void recordRefused(Journal.Request request, String errorCode) {
    journal.append(clock.instant(), request, Journal.Result.refused(errorCode));
  }

  /** Seeds for AWS resources that exist without a call. */
  public Seeds seeds() {
    return seeds;
  }

  /** Images, snapshots and instances of every account and region. */
  public Inventory inventory() {
    return new Inventory(cloudState, clock, dispatcher);
  }

  /** Removes every AWS resource, call, fault and the interceptor; the clock continues. */
  public void reset() {
    dispatcher.changeExclusively(
        () -> {
          cloudState.clear();
          throttling.disable();
          faults.clear();
          dispatcher.interceptor(new Interceptor() {});
          journal.clear();
          permissionUse.clear();
        });
  }

  /** Durations of AWS operations. */
  public Timing timing() {
    return dispatcher.runExclusively(cloudState::timing);
  }

  /** Changes the durations of AWS operations that start from now on. */
  public void timing(UnaryOperator<Timing> change) {
    dispatcher.changeExclusively(() -> cloudState.timing(change.apply(cloudState.timing())));
  }

  /** Whether CreateImage describes snapshots from now on as it once did: with their volume. */
  public void volumesInDescriptions(boolean named) {
    dispatcher.changeExclusively(() -> cloudState.volumesInDescriptions(named));
  }

  /** Quotas of every AWS account and region. */
  public Quotas quotas() {
    return dispatcher.runExclusively(cloudState::quotas);
  }

  /** Changes the quotas of every AWS account and region. */
  public void quotas(UnaryOperator<Quotas> change) {
    dispatcher.changeExclusively(() -> cloudState.quotas(change.apply(cloudState.quotas())));
  }
}

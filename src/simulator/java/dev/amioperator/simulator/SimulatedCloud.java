package dev.amioperator.simulator;

import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Quotas;
import dev.amioperator.simulator.state.Timing;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A whole simulated cloud: every account and region, one clock, one journal. Thread-safe; one call
 * is served at a time.
 */
public final class SimulatedCloud {
  private final CloudState cloudState = new CloudState();
  private final SimulatedClock clock;
  private final Journal journal = new Journal();
  private final Faults faults = new Faults();
  private final Throttling throttling = new Throttling();
  private final Denials denials;
  private final CallDispatcher dispatcher;
  private final Seeds seeds;

  private SimulatedCloud(SimulatedClock clock) {
    this.clock = clock;
    this.dispatcher = new CallDispatcher(cloudState, clock, journal, faults, throttling);
    this.denials = new Denials(cloudState, dispatcher);
    this.seeds = new Seeds(cloudState, clock, dispatcher);
  }

  /** An empty cloud in real time, with the account 123456789012. */
  public static SimulatedCloud create() {
    return create(SimulatedClock.realTime());
  }

  /** An empty cloud on this clock. */
  public static SimulatedCloud create(SimulatedClock clock) {
    return new SimulatedCloud(clock);
  }

  /**
   * EC2 as one caller sees it in one region.
   *
   * @throws IllegalArgumentException if AWS has no such region
   */
  public Ec2Client ec2(Caller caller, String region) {
    return new SimulatedEc2(dispatcher, caller, requireRegion(region));
  }

  /** The SSM Parameter Store as one caller sees it in one region. */
  public SsmClient ssm(Caller caller, String region) {
    return new SimulatedSsm(dispatcher, caller, requireRegion(region));
  }

  /** KMS as one caller sees it in one region. */
  public KmsClient kms(Caller caller, String region) {
    return new SimulatedKms(dispatcher, caller, requireRegion(region));
  }

  /** The Recycle Bin's rules as one caller sees them in one region. */
  public RbinClient rbin(Caller caller, String region) {
    return new SimulatedRbin(dispatcher, caller, requireRegion(region));
  }

  /** Auto Scaling as one caller sees it in one region. */
  public AutoScalingClient autoScaling(Caller caller, String region) {
    return new SimulatedAutoScaling(dispatcher, caller, requireRegion(region));
  }

  private String requireRegion(String region) {
    if (cloudState.region(region).isEmpty()) {
      throw new IllegalArgumentException(
          "There is no region " + region + "; there are " + CloudState.REGIONS);
    }
    return region;
  }

  /** STS as one caller sees it. */
  public StsClient sts(Caller caller) {
    return new SimulatedSts(dispatcher, caller);
  }

  /** The clock that everything follows. */
  public SimulatedClock clock() {
    return clock;
  }

  /** Every call so far. */
  public Journal journal() {
    return journal;
  }

  /** What shall go wrong. */
  public Faults faults() {
    return faults;
  }

  /**
   * Puts an interceptor in the place of the one before; at first there is one that does nothing.
   */
  public void interceptor(Interceptor interceptor) {
    dispatcher.interceptor(Objects.requireNonNull(interceptor));
  }

  /** EC2's request limits, off at first. */
  public Throttling throttling() {
    return throttling;
  }

  /** Who may not do what. */
  public Denials denials() {
    return denials;
  }

  /**
   * Who an access key stands for: one that was seeded or that AssumeRole gave out. Empty for keys
   * that are unknown or have expired.
   */
  public Optional<Caller> caller(String accessKeyId) {
    return dispatcher.runExclusively(
        () ->
            cloudState
                .identities()
                .principal(accessKeyId)
                .filter(p -> p.expires() == null || clock.instant().isBefore(p.expires()))
                .map(p -> new Caller(p.accountId(), accessKeyId, p.arn())));
  }

  /** Records an AWS call in the journal that was refused before it reached a service. */
  public void recordRefused(Journal.Request request, String errorCode) {
    journal.append(clock.instant(), request, Journal.Result.refused(errorCode));
  }

  /** Puts resources into the world without a call. */
  public Seeds seeds() {
    return seeds;
  }

  /** What is there, seen from above. */
  public Inventory inventory() {
    return new Inventory(cloudState, clock, dispatcher);
  }

  /** Forgets every resource, call, fault and the interceptor; the clock goes on. */
  public void reset() {
    dispatcher.changeExclusively(
        () -> {
          cloudState.clear();
          throttling.disable();
          faults.clear();
          dispatcher.interceptor(new Interceptor() {});
          journal.clear();
        });
  }

  /** How long things take. */
  public Timing timing() {
    return dispatcher.runExclusively(cloudState::timing);
  }

  /** Changes how long things take, for work that starts from now on. */
  public void timing(UnaryOperator<Timing> change) {
    dispatcher.changeExclusively(() -> cloudState.timing(change.apply(cloudState.timing())));
  }

  /** The limits of every account and region. */
  public Quotas quotas() {
    return dispatcher.runExclusively(cloudState::quotas);
  }

  /** Changes the limits. */
  public void quotas(UnaryOperator<Quotas> change) {
    dispatcher.changeExclusively(() -> cloudState.quotas(change.apply(cloudState.quotas())));
  }
}

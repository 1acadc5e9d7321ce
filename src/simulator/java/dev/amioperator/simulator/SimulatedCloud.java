package dev.amioperator.simulator;

import dev.amioperator.simulator.state.Quotas;
import dev.amioperator.simulator.state.Timing;
import dev.amioperator.simulator.state.World;
import java.util.List;
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
  private final World world = new World();
  private final SimulatedClock clock;
  private final Journal journal = new Journal();
  private final Faults faults = new Faults();
  private final Throttling throttling = new Throttling();
  private final Denials denials;
  private final FrontDoor door;
  private final Seeds seeds;

  private SimulatedCloud(SimulatedClock clock) {
    this.clock = clock;
    this.door = new FrontDoor(world, clock, journal, faults, throttling);
    this.denials = new Denials(world, door);
    this.seeds = new Seeds(world, clock, door);
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
    return new SimulatedEc2(door, caller, checked(region));
  }

  /** The SSM Parameter Store as one caller sees it in one region. */
  public SsmClient ssm(Caller caller, String region) {
    return new SimulatedSsm(door, caller, checked(region));
  }

  /** KMS as one caller sees it in one region. */
  public KmsClient kms(Caller caller, String region) {
    return new SimulatedKms(door, caller, checked(region));
  }

  /** The Recycle Bin's rules as one caller sees them in one region. */
  public RbinClient rbin(Caller caller, String region) {
    return new SimulatedRbin(door, caller, checked(region));
  }

  /** Auto Scaling as one caller sees it in one region. */
  public AutoScalingClient autoScaling(Caller caller, String region) {
    return new SimulatedAutoScaling(door, caller, checked(region));
  }

  private String checked(String region) {
    if (world.region(region).isEmpty()) {
      throw new IllegalArgumentException(
          "There is no region " + region + "; there are " + World.REGIONS);
    }
    return region;
  }

  /** STS as one caller sees it. */
  public StsClient sts(Caller caller) {
    return new SimulatedSts(door, caller);
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
    door.interceptor(Objects.requireNonNull(interceptor));
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
    return door.exclusively(
        () ->
            world
                .identities()
                .principal(accessKeyId)
                .filter(p -> p.expires() == null || clock.instant().isBefore(p.expires()))
                .map(p -> new Caller(p.accountId(), accessKeyId, p.arn())));
  }

  /** Notes a call that was refused before it reached a service, of an action that AWS has. */
  public void noteRefused(
      Caller caller,
      String region,
      String service,
      String action,
      String requestId,
      String parameters,
      String code) {
    journal.write(
        clock.instant(),
        caller,
        region,
        service,
        action,
        requestId,
        Journal.cut(parameters),
        code,
        null,
        List.of(),
        List.of());
  }

  /** Puts resources into the world without a call. */
  public Seeds seeds() {
    return seeds;
  }

  /** What is there, seen from above. */
  public Inventory inventory() {
    return new Inventory(world, clock, door);
  }

  /** Forgets every resource, call, fault and the interceptor; the clock goes on. */
  public void reset() {
    door.exclusively(
        () -> {
          world.clear();
          throttling.disable();
          faults.clear();
          door.interceptor(new Interceptor() {});
          journal.clear();
          return null;
        });
  }

  /** How long things take. */
  public Timing timing() {
    return door.exclusively(world::timing);
  }

  /** Changes how long things take, for work that starts from now on. */
  public void timing(UnaryOperator<Timing> change) {
    door.exclusively(
        () -> {
          world.timing(change.apply(world.timing()));
          return null;
        });
  }

  /** The limits of every account and region. */
  public Quotas quotas() {
    return door.exclusively(world::quotas);
  }

  /** Changes the limits. */
  public void quotas(UnaryOperator<Quotas> change) {
    door.exclusively(
        () -> {
          world.quotas(change.apply(world.quotas()));
          return null;
        });
  }
}

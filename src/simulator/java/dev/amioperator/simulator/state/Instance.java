package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An EC2 instance, as far as images are concerned. */
public final class Instance extends Resource {
  private final Launch launch;
  private final MachineTraits traits;
  private final List<Volume> volumes;
  private final NavigableMap<Instant, State> stateTimeline = new TreeMap<>();
  private String failure;
  private Instant rebootedAt;
  private String spotRequestId;

  /** The states of an instance, with the codes the API gives them. */
  public enum State {
    PENDING(0, "pending"),
    RUNNING(16, "running"),
    SHUTTING_DOWN(32, "shutting-down"),
    TERMINATED(48, "terminated"),
    STOPPING(64, "stopping"),
    STOPPED(80, "stopped");

    private final int code;
    private final String value;

    State(int code, String value) {
      this.code = code;
      this.value = value;
    }

    public int code() {
      return code;
    }

    /** EC2's word. */
    public String value() {
      return value;
    }
  }

  /**
   * What RunInstances was asked.
   *
   * @param reservationId the reservation of the launch
   * @param network where its one network interface is
   * @param clientToken null if none was given
   * @param launchTemplateId the template it came from; null if none
   */
  public record Launch(
      String reservationId,
      String imageId,
      String instanceType,
      Network network,
      String instanceProfileArn,
      String keyName,
      boolean imdsV2Only,
      boolean terminateOnShutdown,
      String userData,
      String clientToken,
      String launchTemplateId,
      Instant at) {}

  /**
   * A network interface.
   *
   * @param subnetId null for one of the default VPC
   */
  public record Network(String subnetId, List<String> securityGroupIds, boolean publicAddress) {
    /** As EC2 makes it when nothing is asked for, in a default subnet. */
    public static final Network DEFAULT = new Network(null, List.of(), true);
  }

  /** An instance that is in this state from its launch on. */
  public Instance(
      String id,
      String ownerId,
      Launch launch,
      MachineTraits traits,
      List<Volume> volumes,
      State state) {
    super(id, ownerId);
    this.launch = launch;
    this.traits = traits;
    this.volumes = List.copyOf(volumes);
    stateTimeline.put(launch.at(), state);
  }

  @Override
  public String type() {
    return "instance";
  }

  public Launch launch() {
    return launch;
  }

  public MachineTraits traits() {
    return traits;
  }

  public List<Volume> volumes() {
    return volumes;
  }

  /** The state at an instant. */
  public State state(Instant now) {
    var entry = stateTimeline.floorEntry(now);
    return entry == null ? stateTimeline.firstEntry().getValue() : entry.getValue();
  }

  /** Since when it is in the state of an instant. */
  public Instant stateSince(Instant now) {
    Instant since = stateTimeline.floorKey(now);
    return since == null ? launch.at() : since;
  }

  /** Plans to enter a state; whatever was planned for later does not happen. */
  public void scheduleState(State state, Instant at) {
    stateTimeline.tailMap(at, true).clear();
    stateTimeline.put(at, state);
  }

  /** When it was running for the first time; null if it was not yet at an instant. */
  public Instant firstRunning(Instant now) {
    return stateTimeline.headMap(now, true).entrySet().stream()
        .filter(entry -> entry.getValue() == State.RUNNING)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** Why its launch failed; null if it did not. */
  public String failure() {
    return failure;
  }

  public void failure(String reason) {
    failure = reason;
  }

  /** The Spot request that launched it; null if none did. */
  public String spotRequestId() {
    return spotRequestId;
  }

  public void spotRequestId(String id) {
    spotRequestId = id;
  }

  /** When CreateImage or RebootInstances last rebooted it; null for never. */
  public Instant rebootedAt() {
    return rebootedAt;
  }

  public void rebootedAt(Instant at) {
    rebootedAt = at;
  }
}

package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** EC2 instance, as far as images need it. */
public final class Instance extends Resource {
  private final Launch launch;
  private final MachineTraits traits;
  private final List<Volume> volumes;
  private final InstanceSettings settings = new InstanceSettings();
  private final NavigableMap<Instant, State> stateTimeline = new TreeMap<>();
  private String failure;
  private Instant rebootedAt;
  private String spotRequestId;

  /** States of an instance, with their codes in the EC2 API. */
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

    /** Code of the instance state in the EC2 API. */
    public int code() {
      return code;
    }

    /** Name of the instance state in the EC2 API. */
    public String value() {
      return value;
    }
  }

  /**
   * Parameters of a RunInstances call.
   *
   * @param reservationId the reservation of the launch
   * @param network its network interface
   * @param clientToken null if none was given
   * @param launchTemplateId its launch template; null for none
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
   * Network interface of an instance.
   *
   * @param subnetId null for a subnet of the default VPC
   */
  public record Network(String subnetId, List<String> securityGroupIds, boolean publicAddress) {
    /** Default network interface of an instance, in a default subnet. */
    public static final Network DEFAULT = new Network(null, List.of(), true);
  }

  /** Instance with a state from its launch on. */
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
    settings.terminateOnShutdown(launch.terminateOnShutdown());
    stateTimeline.put(launch.at(), state);
  }

  @Override
  public String type() {
    return "instance";
  }

  /** Launch parameters of the instance. */
  public Launch launch() {
    return launch;
  }

  /** Traits of the instance. */
  public MachineTraits traits() {
    return traits;
  }

  /** Settings of the instance beside its launch parameters. */
  public InstanceSettings settings() {
    return settings;
  }

  /** Volumes of the instance. */
  public List<Volume> volumes() {
    return volumes;
  }

  /** State of the instance at an instant. */
  public State state(Instant now) {
    var entry = stateTimeline.floorEntry(now);
    return entry == null ? stateTimeline.firstEntry().getValue() : entry.getValue();
  }

  /** Start of the state that the instance has at an instant. */
  public Instant stateSince(Instant now) {
    Instant since = stateTimeline.floorKey(now);
    return since == null ? launch.at() : since;
  }

  /** Schedules a state of the instance; later scheduled states are dropped. */
  public void scheduleState(State state, Instant at) {
    stateTimeline.tailMap(at, true).clear();
    stateTimeline.put(at, state);
  }

  /** Time when the instance first ran; null if it did not by an instant. */
  public Instant firstRunning(Instant now) {
    return stateTimeline.headMap(now, true).entrySet().stream()
        .filter(entry -> entry.getValue() == State.RUNNING)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** Failure of the instance launch; null for success. */
  public String failure() {
    return failure;
  }

  /** Sets the failure of the instance launch. */
  public void failure(String reason) {
    failure = reason;
  }

  /** Spot request of the instance; null for none. */
  public String spotRequestId() {
    return spotRequestId;
  }

  /** Sets the Spot request of the instance. */
  public void spotRequestId(String id) {
    spotRequestId = id;
  }

  /** Last reboot by CreateImage or RebootInstances; null for never. */
  public Instant rebootedAt() {
    return rebootedAt;
  }

  /** Records a reboot of the instance. */
  public void rebootedAt(Instant at) {
    rebootedAt = at;
  }
}

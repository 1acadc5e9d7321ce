package dev.amioperator.simulator.state;

/** Settings of an EC2 instance that do not come from its image. */
public final class InstanceSettings {
  private boolean disableApiTermination;
  private boolean disableApiStop;
  private boolean terminateOnShutdown;
  private boolean sourceDestCheck = true;
  private boolean ebsOptimized;
  private boolean detailedMonitoring;
  private String cpuCredits;
  private int launchIndex;
  private MetadataOptions metadataOptions = MetadataOptions.DEFAULT;
  private String stateTransitionReason = "";

  /**
   * Options of the instance metadata service of EC2, without the tokens.
   *
   * @param hopLimit from 1 to 64
   * @param endpoint enabled or disabled, as are {@code ipv6} and {@code tags}
   */
  public record MetadataOptions(int hopLimit, String endpoint, String ipv6, String tags) {
    /** Options of an EC2 instance whose launch gives none. */
    public static final MetadataOptions DEFAULT =
        new MetadataOptions(1, "enabled", "disabled", "disabled");
  }

  /** Whether TerminateInstances is refused. */
  public boolean disableApiTermination() {
    return disableApiTermination;
  }

  /** Sets whether TerminateInstances is refused. */
  public void disableApiTermination(boolean disable) {
    disableApiTermination = disable;
  }

  /** Whether StopInstances is refused. */
  public boolean disableApiStop() {
    return disableApiStop;
  }

  /** Sets whether StopInstances is refused. */
  public void disableApiStop(boolean disable) {
    disableApiStop = disable;
  }

  /** Whether a shutdown from inside terminates the EC2 instance. */
  public boolean terminateOnShutdown() {
    return terminateOnShutdown;
  }

  /** Sets whether a shutdown from inside terminates the EC2 instance. */
  public void terminateOnShutdown(boolean terminate) {
    terminateOnShutdown = terminate;
  }

  /** Source and destination check of the EC2 instance. */
  public boolean sourceDestCheck() {
    return sourceDestCheck;
  }

  /** Sets the source and destination check of the EC2 instance. */
  public void sourceDestCheck(boolean check) {
    sourceDestCheck = check;
  }

  /** Whether the launch asked EC2 for EBS optimization. */
  public boolean ebsOptimized() {
    return ebsOptimized;
  }

  /** Sets whether the launch asked EC2 for EBS optimization. */
  public void ebsOptimized(boolean optimized) {
    ebsOptimized = optimized;
  }

  /** Whether the EC2 instance has detailed monitoring. */
  public boolean detailedMonitoring() {
    return detailedMonitoring;
  }

  /** Sets whether the EC2 instance has detailed monitoring. */
  public void detailedMonitoring(boolean detailed) {
    detailedMonitoring = detailed;
  }

  /** CPU credits that the launch asked EC2 for; null for the default of the type. */
  public String cpuCredits() {
    return cpuCredits;
  }

  /** Sets the CPU credits that the launch asked EC2 for. */
  public void cpuCredits(String credits) {
    cpuCredits = credits;
  }

  /** Position of the EC2 instance in its launch, from 0. */
  public int launchIndex() {
    return launchIndex;
  }

  /** Sets the position of the EC2 instance in its launch. */
  public void launchIndex(int index) {
    launchIndex = index;
  }

  /** Options of the EC2 instance metadata service. */
  public MetadataOptions metadataOptions() {
    return metadataOptions;
  }

  /** Sets the options of the EC2 instance metadata service. */
  public void metadataOptions(MetadataOptions options) {
    metadataOptions = options;
  }

  /** Reason of the last state change of the EC2 instance; empty if none was given. */
  public String stateTransitionReason() {
    return stateTransitionReason;
  }

  /** Sets the reason of the last state change of the EC2 instance. */
  public void stateTransitionReason(String reason) {
    stateTransitionReason = reason;
  }
}

package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.simulator.state.ErrorDialect;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.Timing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * AWS call in progress: caller, region, time and effect.
 *
 * <p>An action checks everything first, then calls {@link #checkDryRun()}, then acts.
 */
public final class Call {
  private static final String CREATE_TAGS = "ec2:CreateTags";

  private final CloudState cloudState;
  private final Region region;
  private final ErrorDialect errorDialect;
  private final String action;
  private final String accountId;
  private final String principalArn;
  private final Instant now;
  private final boolean dryRun;
  private final AsyncOperation.Failure asyncFailure;
  private final List<String> created = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();

  /**
   * @param errorDialect error codes and messages of the called service
   * @param action the service and the action, such as {@code ec2:CopyImage}
   * @param dryRun whether the call ends before its effect
   * @param asyncFailure failure of the operation that this call starts; null for success
   */
  public Call(
      CloudState cloudState,
      Region region,
      ErrorDialect errorDialect,
      String action,
      String accountId,
      String principalArn,
      Instant now,
      boolean dryRun,
      AsyncOperation.Failure asyncFailure) {
    this.cloudState = cloudState;
    this.region = region;
    this.errorDialect = errorDialect;
    this.action = action;
    this.accountId = accountId;
    this.principalArn = principalArn;
    this.now = now;
    this.dryRun = dryRun;
    this.asyncFailure = asyncFailure;
  }

  /** State of the AWS cloud. */
  public CloudState cloudState() {
    return cloudState;
  }

  /** AWS region of the call. */
  public Region region() {
    return region;
  }

  Timing timing() {
    return cloudState.timing();
  }

  /** Account of the AWS caller. */
  public String accountId() {
    return accountId;
  }

  /** ARN of the AWS caller. */
  public String principalArn() {
    return principalArn;
  }

  /** Time of the AWS call. */
  public Instant now() {
    return now;
  }

  /** Failure of the AWS operation that this call starts; null for success. */
  AsyncOperation.Failure asyncFailure() {
    return asyncFailure;
  }

  /**
   * Checks that the caller may call this AWS action.
   *
   * @throws ApiError the denial, with the code of the service
   */
  public void authorize() {
    throwIfDenied(cloudState.denials().stream().filter(Denial::coversAllResources), action, null);
  }

  /**
   * Checks that the caller may call this EC2 action on a resource.
   *
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorize(Resource resource) {
    authorize(arn(resource.type(), resource.ownerId(), resource.id()), resource.tags());
  }

  /**
   * Checks that the caller may create an EC2 resource with these tags. Tags in a create call also
   * need the permission for CreateTags.
   *
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorizeCreate(String type, Map<String, String> tags) {
    String arn = arn(type, accountId, "*");
    authorize(arn, tags);
    if (!tags.isEmpty()) {
      throwIfDenied(
          cloudState.denials().stream().filter(denial -> denial.matches(arn, tags)),
          CREATE_TAGS,
          arn);
    }
  }

  /**
   * Whether the caller may call another action, such as {@code ec2:DeleteSnapshot}, on a resource.
   */
  boolean allowed(String other, Resource resource) {
    String arn = arn(resource.type(), resource.ownerId(), resource.id());
    return cloudState.denials().stream()
        .noneMatch(
            denial -> denial.matches(principalArn, other) && denial.matches(arn, resource.tags()));
  }

  /**
   * Checks that the caller may set these tags on an EC2 resource.
   *
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorizeTags(Resource resource, Map<String, String> tags) {
    authorize(arn(resource.type(), resource.ownerId(), resource.id()), tags);
  }

  /**
   * Checks that the caller may call this action on an AWS resource with this ARN.
   *
   * @throws ApiError the denial, with the code of the service
   */
  public void authorize(String arn, Map<String, String> tags) {
    throwIfDenied(
        cloudState.denials().stream()
            .filter(denial -> !denial.coversAllResources() && denial.matches(arn, tags)),
        action,
        arn);
  }

  private void throwIfDenied(Stream<Denial> denials, String denied, String arn) {
    denials
        .filter(denial -> denial.matches(principalArn, denied))
        .findFirst()
        .ifPresent(
            denial -> {
              throw errorDialect.denied(
                  principalArn,
                  denied,
                  arn,
                  denial.explicit(),
                  cloudState.ids().nextUuid().replace("-", "_"));
            });
  }

  private String arn(String type, String ownerId, String id) {
    boolean global = type.equals("image") || type.equals("snapshot");
    return Partition.arn("ec2", region.name(), global ? "" : ownerId, type + "/" + id);
  }

  /**
   * Ends a DryRun call of EC2 after its checks and before its effect.
   *
   * @throws ApiError {@code DryRunOperation}
   */
  public void checkDryRun() {
    if (dryRun) {
      throw new ApiError(
          "DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
    }
  }

  /** Generates the id of an AWS resource and records its creation. */
  String newId(String prefix) {
    String id = cloudState.ids().next(prefix);
    created.add(id);
    return id;
  }

  /** Records the creation or restoration of an AWS resource. */
  void recordCreated(String id) {
    created.add(id);
  }

  /** Records the deletion of an AWS resource. */
  void recordDeleted(String id) {
    deleted.add(id);
  }

  /** Ids of AWS resources that this call created. */
  public List<String> created() {
    return List.copyOf(created);
  }

  /** Ids of AWS resources that this call deleted. */
  public List<String> deleted() {
    return List.copyOf(deleted);
  }
}

package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.simulator.state.ErrorDialect;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.Timing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One call being served: who makes it, where and when, and what it did to the world.
 *
 * <p>An action checks everything first, then says {@link #checkDryRun()}, then acts.
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
   * @param errorDialect how the service that is called words its refusals
   * @param action the service and the action, such as {@code ec2:CopyImage}
   * @param dryRun whether the call shall end before its effect
   * @param asyncFailure how work that this call starts will fail; null if it will not
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

  public CloudState cloudState() {
    return cloudState;
  }

  public Region region() {
    return region;
  }

  Timing timing() {
    return cloudState.timing();
  }

  /** The calling account. */
  public String accountId() {
    return accountId;
  }

  public String principalArn() {
    return principalArn;
  }

  public Instant now() {
    return now;
  }

  /** How work that this call starts will fail; null if it will not. */
  AsyncOperation.Failure asyncFailure() {
    return asyncFailure;
  }

  /**
   * Refuses a call that its caller may not make at all.
   *
   * @throws ApiError the denial in the words of the service
   */
  public void authorize() {
    throwIfDenied(cloudState.denials().stream().filter(Denial::coversAllResources), action, null);
  }

  /**
   * Refuses a call that its caller may not make on this resource.
   *
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorize(Resource resource) {
    authorize(arn(resource.type(), resource.ownerId(), resource.id()), resource.tags());
  }

  /**
   * Refuses a call that its caller may not use to make a resource of this type with these tags. To
   * tag in a create call takes the permission for CreateTags as well.
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

  /** Whether the caller could call another action, such as {@code ec2:DeleteSnapshot}, on this. */
  boolean allowed(String other, Resource resource) {
    String arn = arn(resource.type(), resource.ownerId(), resource.id());
    return cloudState.denials().stream()
        .noneMatch(
            denial -> denial.matches(principalArn, other) && denial.matches(arn, resource.tags()));
  }

  /**
   * Refuses CreateTags if its caller may not set these tags on this resource.
   *
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorizeTags(Resource resource, Map<String, String> tags) {
    authorize(arn(resource.type(), resource.ownerId(), resource.id()), tags);
  }

  /**
   * Refuses a call that its caller may not make on what has this ARN and these tags.
   *
   * @throws ApiError the denial in the words of the service
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
    return "arn:aws:ec2:" + region.name() + ":" + (global ? "" : ownerId) + ":" + type + "/" + id;
  }

  /**
   * Everything was checked and the effect comes next; with DryRun the call ends here.
   *
   * @throws ApiError {@code DryRunOperation}
   */
  public void checkDryRun() {
    if (dryRun) {
      throw new ApiError(
          "DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
    }
  }

  /** Notes a resource that this call made, and makes its id. */
  String newId(String prefix) {
    String id = cloudState.ids().next(prefix);
    created.add(id);
    return id;
  }

  /** Notes a resource that this call brought back. */
  void recordCreated(String id) {
    created.add(id);
  }

  /** Notes a resource that this call deleted. */
  void recordDeleted(String id) {
    deleted.add(id);
  }

  /** The ids of resources this call made. */
  public List<String> created() {
    return List.copyOf(created);
  }

  /** The ids of resources this call deleted. */
  public List<String> deleted() {
    return List.copyOf(deleted);
  }
}

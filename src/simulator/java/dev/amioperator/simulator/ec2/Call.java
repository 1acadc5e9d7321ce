package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.KeyPair;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.Timing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * AWS call in progress: caller, region, time and effect.
 *
 * <p>An action checks everything first, then calls {@link #checkDryRun()}, then acts.
 */
public final class Call {
  private static final String CREATE_TAGS = "ec2:CreateTags";

  private final CloudState cloudState;
  private final Region region;
  private final Authorization authorization;
  private final String accountId;
  private final Instant now;
  private final boolean dryRun;
  private final AsyncOperation.Failure asyncFailure;
  private final List<String> created = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();

  /**
   * @param authorization of the action by the policies of the caller
   * @param dryRun whether the call ends before its effect
   * @param asyncFailure failure of the operation that this call starts; null for success
   */
  public Call(
      CloudState cloudState,
      Region region,
      Authorization authorization,
      String accountId,
      Instant now,
      boolean dryRun,
      AsyncOperation.Failure asyncFailure) {
    this.cloudState = cloudState;
    this.region = region;
    this.authorization = authorization;
    this.accountId = accountId;
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
    return authorization.principal().arn();
  }

  /** Time of the AWS call. */
  public Instant now() {
    return now;
  }

  /** Failure of the AWS operation that this call starts; null for success. */
  AsyncOperation.Failure asyncFailure() {
    return asyncFailure;
  }

  /** Authorization of the AWS call. */
  public Authorization authorization() {
    return authorization;
  }

  /**
   * Checks that the caller may call this EC2 action on a resource.
   *
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorize(Resource resource) {
    authorize(resource, RequestContext.EMPTY);
  }

  /**
   * Checks that the caller may call this EC2 action on a resource of another region.
   *
   * @param request condition keys of the request
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorizeIn(Region other, Resource resource, RequestContext request) {
    authorization.check(
        authorization.action(),
        arn("ec2", other.name(), resource.ownerId(), resource.type() + "/" + resource.id()),
        resource.tags(),
        ResourceKeys.of(other, resource).with(request));
  }

  /**
   * Checks that the caller may call this EC2 action on a resource.
   *
   * @param request condition keys of the request
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorize(Resource resource, RequestContext request) {
    authorization.check(
        authorization.action(), arn(resource), resource.tags(), keys(resource).with(request));
  }

  /**
   * Checks that the caller may create an EC2 resource with these tags. Tags in a create call also
   * need the permission for CreateTags.
   *
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorizeCreate(String type, Map<String, String> tags) {
    authorizeCreate(type, tags, RequestContext.EMPTY);
  }

  /**
   * Checks that the caller may create an EC2 resource with these tags.
   *
   * @param request further condition keys of the request
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorizeCreate(String type, Map<String, String> tags, RequestContext request) {
    String arn = arn(type, accountId, "*");
    RequestContext.Builder keys = ResourceKeys.requestTags(tags).putAll(request);
    authorization.check(authorization.action(), arn, tags, keys.build());
    if (!tags.isEmpty()) {
      String createAction = authorization.action().substring("ec2:".length());
      authorization.check(
          CREATE_TAGS, arn, tags, keys.put("ec2:CreateAction", createAction).build());
    }
  }

  /**
   * Whether the caller may call another action, such as {@code ec2:DeleteSnapshot}, on a resource.
   */
  boolean allowed(String other, Resource resource) {
    return authorization.allows(other, arn(resource), resource.tags(), keys(resource));
  }

  /**
   * Checks that the caller may set or delete these tags on an EC2 resource.
   *
   * @throws ApiError {@code UnauthorizedOperation}
   */
  void authorizeTags(Resource resource, Map<String, String> tags, RequestContext request) {
    Map<String, String> both = new HashMap<>(resource.tags());
    both.putAll(tags);
    authorization.check(authorization.action(), arn(resource), both, keys(resource).with(request));
  }

  /**
   * Checks that the caller may call this action on an AWS resource with this ARN.
   *
   * @throws ApiError the denial, with the code of the service
   */
  public void authorize(String arn, Map<String, String> tags) {
    authorize(arn, tags, RequestContext.EMPTY);
  }

  /**
   * Checks that the caller may call this action on an AWS resource with this ARN.
   *
   * @param request condition keys of the request
   * @throws ApiError the denial, with the code of the service
   */
  public void authorize(String arn, Map<String, String> tags, RequestContext request) {
    authorization.check(
        authorization.action(), arn, tags, ResourceKeys.tags(tags).putAll(request).build());
  }

  private RequestContext keys(Resource resource) {
    return ResourceKeys.of(region, resource);
  }

  private String arn(Resource resource) {
    String id = resource instanceof KeyPair pair ? pair.name() : resource.id();
    return arn(resource.type(), resource.ownerId(), id);
  }

  private String arn(String type, String ownerId, String id) {
    return arn("ec2", region.name(), ownerId, type + "/" + id);
  }

  /** ARN of an AWS resource; those of images and snapshots have no account. */
  static String arn(String service, String region, String accountId, String resource) {
    boolean shared = resource.startsWith("image/") || resource.startsWith("snapshot/");
    return Partition.arn(service, region, shared ? "" : accountId, resource);
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

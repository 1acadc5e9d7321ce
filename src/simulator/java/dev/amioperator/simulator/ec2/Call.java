package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.simulator.state.Maturing;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.Timing;
import dev.amioperator.simulator.state.Wording;
import dev.amioperator.simulator.state.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One call being served: who makes it, where and when, and what it did to the world.
 *
 * <p>An action checks everything first, then says {@link #proceed()}, then acts.
 */
public final class Call {
  private static final String TAGGING = "ec2:CreateTags";

  private final World world;
  private final Region region;
  private final Wording wording;
  private final String action;
  private final String accountId;
  private final String principalArn;
  private final Instant now;
  private final boolean dryRun;
  private final Maturing.Failure laterFailure;
  private final List<String> created = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();

  /**
   * @param wording how the service that is called words its refusals
   * @param action the service and the action, such as {@code ec2:CopyImage}
   * @param dryRun whether the call shall end before its effect
   * @param laterFailure how work that this call starts will fail; null if it will not
   */
  public Call(
      World world,
      Region region,
      Wording wording,
      String action,
      String accountId,
      String principalArn,
      Instant now,
      boolean dryRun,
      Maturing.Failure laterFailure) {
    this.world = world;
    this.region = region;
    this.wording = wording;
    this.action = action;
    this.accountId = accountId;
    this.principalArn = principalArn;
    this.now = now;
    this.dryRun = dryRun;
    this.laterFailure = laterFailure;
  }

  public World world() {
    return world;
  }

  public Region region() {
    return region;
  }

  Timing timing() {
    return world.timing();
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
  Maturing.Failure laterFailure() {
    return laterFailure;
  }

  /**
   * Refuses a call that its caller may not make at all.
   *
   * @throws ApiError the denial in the words of the service
   */
  public void authorize() {
    refuse(world.denials().stream().filter(Denial::general), action, null);
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
  void authorizeNew(String type, Map<String, String> tags) {
    String arn = arn(type, accountId, "*");
    authorize(arn, tags);
    if (!tags.isEmpty()) {
      refuse(world.denials().stream().filter(denial -> denial.meets(arn, tags)), TAGGING, arn);
    }
  }

  /** Whether the caller could call another action, such as {@code ec2:DeleteSnapshot}, on this. */
  boolean allowed(String other, Resource resource) {
    String arn = arn(resource.type(), resource.ownerId(), resource.id());
    return world.denials().stream()
        .noneMatch(
            denial -> denial.meets(principalArn, other) && denial.meets(arn, resource.tags()));
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
    refuse(
        world.denials().stream().filter(denial -> !denial.general() && denial.meets(arn, tags)),
        action,
        arn);
  }

  private void refuse(Stream<Denial> denials, String denied, String arn) {
    denials
        .filter(denial -> denial.meets(principalArn, denied))
        .findFirst()
        .ifPresent(
            denial -> {
              throw wording.denied(
                  principalArn,
                  denied,
                  arn,
                  denial.explicit(),
                  world.ids().nextUuid().replace("-", "_"));
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
  public void proceed() {
    if (dryRun) {
      throw new ApiError(
          "DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
    }
  }

  /** Notes a resource that this call made, and makes its id. */
  String newId(String prefix) {
    String id = world.ids().next(prefix);
    created.add(id);
    return id;
  }

  /** Notes a resource that this call brought back. */
  void noteCreated(String id) {
    created.add(id);
  }

  /** Notes a resource that this call deleted. */
  void noteDeleted(String id) {
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

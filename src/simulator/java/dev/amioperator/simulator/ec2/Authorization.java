package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.iam.AccessRequest;
import dev.amioperator.simulator.iam.ActionReference;
import dev.amioperator.simulator.iam.AuthorizationMessage;
import dev.amioperator.simulator.iam.AuthorizedAction;
import dev.amioperator.simulator.iam.Decision;
import dev.amioperator.simulator.iam.PolicyType;
import dev.amioperator.simulator.iam.Principal;
import dev.amioperator.simulator.iam.PrincipalPolicies;
import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.simulator.state.ErrorDialect;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Authorization of an AWS call by denials and by the IAM policies of its principal. */
public final class Authorization {
  /** In place of the policy, for a denial that was set up in the simulator. */
  public static final String SET_UP = "denials";

  /** Action that IAM never denies, not even explicitly (API reference of STS). */
  private static final String WITHOUT_PERMISSION = "sts:GetCallerIdentity";

  /** Condition keys that every action supports, of calls that a service makes for the caller. */
  private static final Set<String> FORWARDED = Set.of("aws:calledvia", "aws:viaawsservice");

  private final Principal principal;
  private final ErrorDialect errorDialect;
  private final List<Denial> denials;
  private final RequestContext general;
  private final String action;
  private final Set<AuthorizedAction> authorized = new LinkedHashSet<>();
  private AuthorizedAction denied;

  /**
   * @param denials denials of any principal
   * @param general condition keys of the call that do not depend on a resource
   * @param action the service and the action, such as {@code ec2:CopyImage}
   */
  public Authorization(
      Principal principal,
      ErrorDialect errorDialect,
      List<Denial> denials,
      RequestContext general,
      String action) {
    this.principal = principal;
    this.errorDialect = errorDialect;
    this.denials = denials;
    this.general = general.with(principal.context());
    this.action = action;
  }

  /** Principal of the AWS call. */
  public Principal principal() {
    return principal;
  }

  /** Action of the AWS call, such as {@code ec2:CopyImage}. */
  public String action() {
    return action;
  }

  /** Actions on resources that were allowed so far in the AWS call. */
  public List<AuthorizedAction> authorized() {
    return List.copyOf(authorized);
  }

  /**
   * Action on a resource that was denied; null for none. The statement is null; the policy is
   * {@link #SET_UP} for a denial that was set up in the simulator, else null.
   */
  public AuthorizedAction denied() {
    return denied;
  }

  /**
   * Checks the AWS action as such: denials on every resource, and IAM for an action without
   * resource types.
   *
   * @throws ApiError the denial, with the code of the service
   */
  public void checkAction() {
    throwIfDenied(
        action, null, denials.stream().filter(Denial::coversAllResources).toList(), Map.of());
    boolean hasResources =
        ActionReference.find(action).map(ActionReference.Action::hasResources).orElse(false);
    if (!hasResources && !action.equals(WITHOUT_PERMISSION)) {
      decide(action, "*", RequestContext.EMPTY);
    }
  }

  /**
   * Checks an action on an AWS resource. IAM does not authorize an action on resource types that
   * the Service Authorization Reference does not list for it.
   *
   * @param tags tags for denials: of the resource, or those that a create call sets
   * @param keys condition keys of the resource and of the request for it
   * @throws ApiError the denial, with the code of the service
   */
  public void check(String checked, String arn, Map<String, String> tags, RequestContext keys) {
    checkDenials(checked, arn, tags);
    if (onResource(checked, arn)) {
      decide(checked, arn, keys);
    }
  }

  /** Whether an action on an AWS resource is allowed; as {@link #check}, without the error. */
  public boolean allows(String checked, String arn, Map<String, String> tags, RequestContext keys) {
    boolean denying =
        denials.stream()
            .anyMatch(denial -> matchesCall(denial, checked) && denial.matches(arn, tags));
    if (denying) {
      return false;
    }
    if (evaluate(request(checked, arn, keys)) instanceof Decision.Allowed allowed) {
      record(checked, arn, allowed);
      return true;
    }
    return false;
  }

  /**
   * Checks a call that was answered by its client token, without asking IAM about a resource.
   *
   * @throws ApiError the denial if no policy of the principal mentions the action
   */
  public void checkReplay(String region, String accountId) {
    if (unmentioned()) {
      throw denial(region, accountId);
    }
  }

  /**
   * Error for an AWS call that failed before IAM was asked, although no policy of the principal
   * mentions the action. Such a call is answered with the denial, whatever else is wrong with it.
   */
  public ApiError insteadOf(ApiError failure, String region, String accountId) {
    return unmentioned() ? denial(region, accountId) : failure;
  }

  private boolean unmentioned() {
    return authorized.isEmpty()
        && denied == null
        && !action.equals(WITHOUT_PERMISSION)
        && !principal.policies().mayAllow(action);
  }

  private ApiError denial(String region, String accountId) {
    return denial(
        request(action, anyResource(region, accountId), RequestContext.EMPTY),
        new Decision.Denied(false, PolicyType.IDENTITY));
  }

  /** ARN of every resource of a type that the action requires. */
  private String anyResource(String region, String accountId) {
    return ActionReference.find(action).stream()
        .flatMap(entry -> entry.required().stream().sorted())
        .findFirst()
        .map(type -> Call.arn(action.split(":")[0], region, accountId, type + "/*"))
        .orElse("*");
  }

  /** Request for an action of the AWS call, with the condition keys that the action supports. */
  public AccessRequest request(String checked, String arn, RequestContext keys) {
    return new AccessRequest(checked, arn, general.with(keys.limitedTo(supported(checked, arn))));
  }

  /**
   * Checks the denials of an action on an AWS resource, without IAM policies.
   *
   * @throws ApiError the denial, with the code of the service
   */
  public void checkDenials(String checked, String arn, Map<String, String> tags) {
    throwIfDenied(checked, arn, denials, tags);
  }

  private static boolean onResource(String checked, String arn) {
    return ActionReference.find(checked)
        .map(entry -> entry.keysByType().containsKey(ActionReference.resourceType(arn)))
        .orElse(false);
  }

  private static Set<String> supported(String checked, String arn) {
    Set<String> supported = new HashSet<>(FORWARDED);
    ActionReference.find(checked)
        .ifPresent(
            entry ->
                supported.addAll(
                    entry
                        .keysByType()
                        .getOrDefault(ActionReference.resourceType(arn), entry.keys())));
    return supported;
  }

  private void decide(String checked, String arn, RequestContext keys) {
    if (principal.policies().equals(PrincipalPolicies.UNRESTRICTED)) {
      record(checked, arn, Decision.Allowed.UNRESTRICTED);
      return;
    }
    AccessRequest request = request(checked, arn, keys);
    switch (evaluate(request)) {
      case Decision.Allowed allowed -> record(checked, arn, allowed);
      case Decision.Denied why -> throw denial(request, why);
    }
  }

  private Decision evaluate(AccessRequest request) {
    return principal.policies().evaluate(request);
  }

  /** Records that an action on an AWS resource is allowed. */
  public void record(String checked, String arn, Decision.Allowed allowed) {
    authorized.add(new AuthorizedAction(checked, arn, allowed.policy(), allowed.statement()));
  }

  private void throwIfDenied(
      String checked, String arn, List<Denial> candidates, Map<String, String> tags) {
    candidates.stream()
        .filter(denial -> matchesCall(denial, checked))
        .filter(denial -> arn == null || denial.matches(arn, tags))
        .findFirst()
        .ifPresent(
            denial -> {
              String resource = arn == null ? "*" : arn;
              ApiError error =
                  denial(
                      request(checked, resource, RequestContext.EMPTY),
                      new Decision.Denied(
                          denial.explicit(),
                          denial.organization()
                              ? PolicyType.SERVICE_CONTROL
                              : PolicyType.IDENTITY));
              denied = new AuthorizedAction(checked, resource, SET_UP, null);
              throw error;
            });
  }

  private boolean matchesCall(Denial denial, String checked) {
    String region = general.get("aws:RequestedRegion").stream().findFirst().orElse("");
    return denial.matches(principal.arn(), checked, region);
  }

  /** Error for a denied request, in the words of the AWS service. */
  public ApiError denial(AccessRequest request, Decision.Denied why) {
    denied = new AuthorizedAction(request.action(), request.resource(), null, null);
    return errorDialect.denied(
        principal.arn(),
        request.action(),
        request.resource().equals("*") ? null : request.resource(),
        why.reason(request.action()),
        AuthorizationMessage.encode(principal, request, why.explicit()));
  }
}

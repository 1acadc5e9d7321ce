package dev.amioperator.account;

import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ready states of an AwsAccount whose role STS does not let the operator assume. */
final class AssumeRoleRefusal {
  /** STS's words for a denial; they name the principal, and which of the two actions is denied. */
  private static final Pattern DENIAL =
      Pattern.compile("User: (\\S+) is not authorized to perform: (sts:\\w+)");

  private static final Pattern ACCOUNT = Pattern.compile("arn:([^:]+):[^:]+::(\\d{12}):");

  private static final Pattern SESSION =
      Pattern.compile("arn:([^:]+):sts::(\\d{12}):assumed-role/([^/]+)/.*");

  /** What a trust policy has to allow the principal. */
  private static final String ASSUME_ROLE =
      "{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"%s\"}, \"Action\": \"sts:AssumeRole\","
          + " \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"%s\"}, \"ArnLike\":"
          + " {\"aws:PrincipalArn\": %s}}}";

  /** A statement of its own, as sts:TagSession is evaluated without the external id. */
  private static final String TAG_SESSION =
      "{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"%s\"}, \"Action\": \"sts:TagSession\","
          + " \"Condition\": {\"ArnLike\": {\"aws:PrincipalArn\": %s}}}";

  private AssumeRoleRefusal() {}

  /** The ready state after a failed AssumeRole, or another failed call to STS. */
  static ReadyState readyState(AssumedRole role, Ec2CallException failure) {
    if (!failure.action().equals("AssumeRole")) {
      return ErrorReasons.readyState(failure);
    }
    if (failure.code().startsWith("PackedPolicyTooLarge")) {
      return tagsTooLarge(role, failure);
    }
    if (failure.code().equals("RegionDisabledException")) {
      return regionDisabled(role);
    }
    return denied(role, failure)
        .orElseGet(() -> ErrorReasons.readyState(failure.about("of " + role.arn())));
  }

  private static Optional<ReadyState> denied(AssumedRole role, Ec2CallException failure) {
    Matcher denial = DENIAL.matcher(String.valueOf(failure.getMessage()));
    if (failure.errorClass() != ErrorClass.DENIED || !denial.find()) {
      return Optional.empty();
    }
    String principal = denial.group(1);
    return Optional.of(
        denial.group(2).equals("sts:TagSession")
            ? tagSessionDenied(role, principal)
            : assumeRoleDenied(role, principal));
  }

  private static ReadyState assumeRoleDenied(AssumedRole role, String principal) {
    return stalled(
        Reason.Denied,
        "STS denies %s the action sts:AssumeRole on %s (spec.roleArn) with the external id %s."
            + " Check that the role exists. Add these statements to its trust policy: %s and %s."
            + " Allow the principal sts:AssumeRole and sts:TagSession on the role. It is retried"
            + " every few minutes.",
        principal,
        role.arn(),
        role.externalId(),
        ASSUME_ROLE.formatted(trusted(principal), role.externalId(), arns(principal)),
        TAG_SESSION.formatted(trusted(principal), arns(principal)));
  }

  private static ReadyState tagSessionDenied(AssumedRole role, String principal) {
    return stalled(
        Reason.Denied,
        "STS denies %s the action sts:TagSession on %s (spec.roleArn). Add this statement to the"
            + " role's trust policy: %s. Allow the principal sts:TagSession on the role too. It is"
            + " retried every few minutes.",
        principal,
        role.arn(),
        TAG_SESSION.formatted(trusted(principal), arns(principal)));
  }

  private static ReadyState tagsTooLarge(AssumedRole role, Ec2CallException failure) {
    return stalled(
        Reason.Rejected,
        "STS refuses a session of %s (spec.roleArn), as the tags of the operator's own session and"
            + " the tag with the cluster id are too large together: %s. Remove the Condition that"
            + " requires those tags from the trust policy of the operator's own role, then set"
            + " disableSessionTags in its Pod Identity association. It is retried every few minutes.",
        role.arn(),
        failure.getMessage());
  }

  private static ReadyState regionDisabled(AssumedRole role) {
    return stalled(
        Reason.Denied,
        "STS is not enabled in the operator's region (AWS_REGION) for account %s. Enable it in the"
            + " IAM account settings of that account, or set aws.region of the chart to another"
            + " region. It is retried every few minutes.",
        role.accountId());
  }

  /** The principal's account, which delegates to its IAM policies. */
  private static String trusted(String principal) {
    Matcher account = ACCOUNT.matcher(principal);
    return account.find()
        ? "arn:%s:iam::%s:root".formatted(account.group(1), account.group(2))
        : principal;
  }

  /** The principal as aws:PrincipalArn has it, in JSON; a session does not show its role's path. */
  private static String arns(String principal) {
    Matcher session = SESSION.matcher(principal);
    if (!session.matches()) {
      return "\"%s\"".formatted(principal);
    }
    String roles = "arn:%s:iam::%s:role/".formatted(session.group(1), session.group(2));
    return "[\"%s%s\", \"%s*/%s\"]".formatted(roles, session.group(3), roles, session.group(3));
  }

  private static ReadyState stalled(Reason reason, String message, Object... values) {
    return new ReadyState.Stalled(reason, message.formatted(values));
  }
}

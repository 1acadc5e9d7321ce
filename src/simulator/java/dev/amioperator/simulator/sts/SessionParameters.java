package dev.amioperator.simulator.sts;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.iam.MalformedPolicyException;
import dev.amioperator.simulator.iam.NamedPolicy;
import dev.amioperator.simulator.iam.PolicyDocument;
import dev.amioperator.simulator.iam.Session;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * Session that an AssumeRole request asks for, with what the calling session passes on.
 *
 * @param duration how long its credentials are valid
 */
record SessionParameters(Session session, Duration duration) {
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Duration DEFAULT_DURATION = Duration.ofHours(1);
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 43_200;
  private static final int MAX_POLICY = 2048;
  private static final int MAX_TAGS = 50;
  private static final int MAX_TAG_KEY = 128;
  private static final int MAX_TAG_VALUE = 256;

  /** Checks what an AssumeRole request says, whatever the role. */
  static void check(AssumeRoleRequest request) {
    String name = request.roleSessionName();
    require(name != null && NAME.matcher(name).matches(), "roleSessionName is malformed");
    Integer seconds = request.durationSeconds();
    require(
        seconds == null || (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS),
        "durationSeconds must be from 900 to 43200");
    require(
        request.sourceIdentity() == null
            || (NAME.matcher(request.sourceIdentity()).matches()
                && !request.sourceIdentity().startsWith("aws:")),
        "sourceIdentity is malformed");
    require(
        request.policy() == null || request.policy().length() <= MAX_POLICY,
        "policy has more than 2048 characters");
    if (!request.policyArns().isEmpty()) {
      throw new ApiError(
          "UnsupportedOperation", "Managed session policies (PolicyArns) are not modelled");
    }
  }

  static SessionParameters of(Call call, AssumeRoleRequest request, Role role) {
    Session calling = call.authorization().principal().session();
    Map<String, String> tags = tags(request);
    Set<String> transitive = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    transitive.addAll(request.transitiveTagKeys());
    require(tags.keySet().containsAll(transitive), "a transitive tag key has no tag");
    if (calling != null) {
      inherit(calling, tags, transitive);
    }
    Session session =
        new Session(
            role.arn(), tags, transitive, sourceIdentity(calling, request), policy(request));
    return new SessionParameters(session, duration(request, role, calling));
  }

  /** Duration of a session: by the role, and at most an hour if a session starts it. */
  private static Duration duration(AssumeRoleRequest request, Role role, Session calling) {
    if (request.durationSeconds() == null) {
      return DEFAULT_DURATION;
    }
    Duration asked = Duration.ofSeconds(request.durationSeconds());
    if (calling != null && asked.compareTo(DEFAULT_DURATION) > 0) {
      throw validationError(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
    if (asked.compareTo(role.maxSession()) > 0) {
      throw validationError(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return asked;
  }

  private static Map<String, String> tags(AssumeRoleRequest request) {
    require(request.tags().size() <= MAX_TAGS, "more than 50 tags");
    Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Tag tag : request.tags()) {
      require(
          tag.key() != null
              && tag.value() != null
              && !tag.key().isEmpty()
              && tag.key().length() <= MAX_TAG_KEY
              && tag.value().length() <= MAX_TAG_VALUE,
          "a tag is malformed");
      if (tags.put(tag.key(), tag.value()) != null) {
        throw new ApiError(
            "InvalidParameterValue",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    return tags;
  }

  /** Adds the transitive tags of the calling session, which the request cannot override. */
  private static void inherit(Session calling, Map<String, String> tags, Set<String> transitive) {
    for (String key : calling.transitiveKeys()) {
      if (tags.containsKey(key)) {
        throw new ApiError(
            "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set because it conflicts with a"
                + " transitive tag key from the calling session.");
      }
      tags.put(key, calling.tags().get(key));
      transitive.add(key);
    }
  }

  /** Source identity of a session: that of the calling session stays. */
  private static String sourceIdentity(Session calling, AssumeRoleRequest request) {
    String inherited = calling == null ? null : calling.sourceIdentity();
    if (inherited == null) {
      return request.sourceIdentity();
    }
    if (request.sourceIdentity() != null && !request.sourceIdentity().equals(inherited)) {
      throw new ApiError(
          "AccessDenied", "The source identity of a session cannot be changed: " + inherited, 403);
    }
    return inherited;
  }

  private static NamedPolicy policy(AssumeRoleRequest request) {
    if (request.policy() == null) {
      return null;
    }
    try {
      return new NamedPolicy("session policy", PolicyDocument.parse(request.policy()));
    } catch (MalformedPolicyException e) {
      throw new ApiError("MalformedPolicyDocument", e.getMessage());
    }
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw validationError("1 validation error detected: " + message);
    }
  }

  private static ApiError validationError(String message) {
    return new ApiError("ValidationError", message);
  }
}

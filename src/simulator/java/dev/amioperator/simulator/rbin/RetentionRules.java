package dev.amioperator.simulator.rbin;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.ec2.PojoMaps;
import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.RecycleBin.Rule;
import dev.amioperator.simulator.state.RecycleBin.TagPattern;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.rbin.model.CreateRuleRequest;
import software.amazon.awssdk.services.rbin.model.CreateRuleResponse;
import software.amazon.awssdk.services.rbin.model.DeleteRuleRequest;
import software.amazon.awssdk.services.rbin.model.DeleteRuleResponse;
import software.amazon.awssdk.services.rbin.model.GetRuleRequest;
import software.amazon.awssdk.services.rbin.model.GetRuleResponse;
import software.amazon.awssdk.services.rbin.model.ListRulesRequest;
import software.amazon.awssdk.services.rbin.model.ListRulesResponse;
import software.amazon.awssdk.services.rbin.model.ResourceTag;
import software.amazon.awssdk.services.rbin.model.RetentionPeriod;
import software.amazon.awssdk.services.rbin.model.RuleSummary;
import software.amazon.awssdk.services.rbin.model.UpdateRuleRequest;
import software.amazon.awssdk.services.rbin.model.UpdateRuleResponse;

/** CreateRule, GetRule, ListRules, UpdateRule and DeleteRule, without locks and without tags. */
public final class RetentionRules {
  private static final Set<String> TYPES = Set.of("EBS_SNAPSHOT", "EC2_IMAGE", "EBS_VOLUME");
  private static final int MAX_DAYS = 365;
  private static final int MAX_RULES = 250;
  private static final int MAX_TAGS = 50;
  private static final int MAX_RESULTS = 1000;
  private static final String AVAILABLE = "available";
  private static final String DAYS = "DAYS";

  /**
   * CreateRule.
   *
   * @throws ApiError {@code ValidationException}, {@code ServiceQuotaExceededException}
   */
  public CreateRuleResponse create(Call call, CreateRuleRequest request) {
    require(request.lockConfiguration() == null, "The simulator does not model rule locks.");
    checkType(request.resourceTypeAsString());
    if (own(call).size() >= MAX_RULES) {
      throw new ApiError(
          "ServiceQuotaExceededException", "The limit of 250 retention rules is reached.", 402);
    }
    Rule rule =
        new Rule(
            newId(call),
            call.accountId(),
            request.resourceTypeAsString(),
            days(request.retentionPeriod()),
            patterns(request.resourceTags()),
            patterns(request.excludeResourceTags()),
            request.description());
    checkTags(rule);
    RequestContext keys =
        RequestContext.of(Map.of("rbin:Request/ResourceType", rule.resourceType()));
    call.authorize(arn(call, "*"), Map.of(), keys);
    call.region().recycleBin().put(rule);
    return PojoMaps.copy(show(call, rule), CreateRuleResponse.builder()).build();
  }

  /**
   * GetRule.
   *
   * @throws ApiError {@code ResourceNotFoundException}
   */
  public GetRuleResponse get(Call call, GetRuleRequest request) {
    return show(call, find(call, request.identifier()));
  }

  /**
   * ListRules of a resource type and, optionally, tags.
   *
   * @throws ApiError {@code ValidationException}
   */
  public ListRulesResponse list(Call call, ListRulesRequest request) {
    checkType(request.resourceTypeAsString());
    int limit = Objects.requireNonNullElse(request.maxResults(), MAX_RESULTS);
    require(limit >= 1 && limit <= MAX_RESULTS, "MaxResults must be from 1 to 1000.");
    String after = Objects.requireNonNullElse(request.nextToken(), "");
    require(
        after.isEmpty() || call.region().recycleBin().rule(after).isPresent(),
        "Invalid NextToken.");
    List<Rule> matching =
        own(call).stream()
            .filter(rule -> rule.id().compareTo(after) > 0)
            .filter(rule -> rule.resourceType().equals(request.resourceTypeAsString()))
            .filter(rule -> rule.tags().containsAll(patterns(request.resourceTags())))
            .filter(
                rule -> rule.excludedTags().containsAll(patterns(request.excludeResourceTags())))
            .toList();
    List<Rule> page = matching.subList(0, Math.min(limit, matching.size()));
    return ListRulesResponse.builder()
        .rules(
            page.stream()
                .map(rule -> PojoMaps.copy(show(call, rule), RuleSummary.builder()).build())
                .toList())
        .nextToken(page.size() < matching.size() ? page.getLast().id() : null)
        .build();
  }

  /**
   * UpdateRule: replaces the given fields. Resources already in the bin keep their exit time.
   *
   * @throws ApiError {@code ResourceNotFoundException}, {@code ValidationException}
   */
  public UpdateRuleResponse update(Call call, UpdateRuleRequest request) {
    Rule old = find(call, request.identifier());
    String type = Objects.requireNonNullElse(request.resourceTypeAsString(), old.resourceType());
    checkType(type);
    Rule rule =
        new Rule(
            old.id(),
            old.ownerId(),
            type,
            request.retentionPeriod() == null ? old.days() : days(request.retentionPeriod()),
            request.hasResourceTags() ? patterns(request.resourceTags()) : old.tags(),
            request.hasExcludeResourceTags()
                ? patterns(request.excludeResourceTags())
                : old.excludedTags(),
            request.description() == null ? old.description() : request.description());
    checkTags(rule);
    call.region().recycleBin().put(rule);
    return PojoMaps.copy(show(call, rule), UpdateRuleResponse.builder()).build();
  }

  /**
   * DeleteRule. Resources already in the bin keep their exit time.
   *
   * @throws ApiError {@code ResourceNotFoundException}
   */
  public DeleteRuleResponse delete(Call call, DeleteRuleRequest request) {
    call.region().recycleBin().remove(find(call, request.identifier()));
    return DeleteRuleResponse.builder().build();
  }

  private static List<Rule> own(Call call) {
    return call.region().recycleBin().rules().stream()
        .filter(rule -> rule.ownerId().equals(call.accountId()))
        .toList();
  }

  private static Rule find(Call call, String id) {
    require(id != null, "Identifier is required.");
    Rule rule =
        call.region()
            .recycleBin()
            .rule(id)
            .filter(found -> found.ownerId().equals(call.accountId()))
            .orElseThrow(
                () ->
                    new ApiError(
                        "ResourceNotFoundException", "Rule " + id + " does not exist.", 404));
    call.authorize(
        arn(call, id),
        Map.of(),
        RequestContext.of(Map.of("rbin:Attribute/ResourceType", rule.resourceType())));
    return rule;
  }

  private static int days(RetentionPeriod period) {
    require(
        period != null && period.retentionPeriodValue() != null, "RetentionPeriod is required.");
    require(DAYS.equals(period.retentionPeriodUnitAsString()), "RetentionPeriodUnit must be DAYS.");
    int days = period.retentionPeriodValue();
    require(
        days >= 1 && days <= MAX_DAYS, "RetentionPeriodValue must be from 1 to 365 for this type.");
    return days;
  }

  private static void checkType(String type) {
    require(type != null && TYPES.contains(type), "ResourceType must be one of " + TYPES + ".");
  }

  private static void checkTags(Rule rule) {
    require(
        rule.tags().size() <= MAX_TAGS && rule.excludedTags().size() <= MAX_TAGS,
        "A rule has at most 50 tags.");
    require(
        rule.tags().isEmpty() || rule.excludedTags().isEmpty(),
        "ResourceTags and ExcludeResourceTags exclude each other.");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new ApiError("ValidationException", message);
    }
  }

  private static List<TagPattern> patterns(List<ResourceTag> tags) {
    return tags.stream()
        .map(tag -> new TagPattern(tag.resourceTagKey(), tag.resourceTagValue()))
        .toList();
  }

  private static List<ResourceTag> tags(List<TagPattern> patterns) {
    return patterns.stream()
        .map(
            tag ->
                ResourceTag.builder()
                    .resourceTagKey(tag.key())
                    .resourceTagValue(tag.value())
                    .build())
        .toList();
  }

  private static RetentionPeriod period(Rule rule) {
    return RetentionPeriod.builder()
        .retentionPeriodUnit(DAYS)
        .retentionPeriodValue(rule.days())
        .build();
  }

  private static GetRuleResponse show(Call call, Rule rule) {
    return GetRuleResponse.builder()
        .identifier(rule.id())
        .ruleArn(arn(call, rule.id()))
        .description(rule.description())
        .resourceType(rule.resourceType())
        .retentionPeriod(period(rule))
        .resourceTags(tags(rule.tags()))
        .excludeResourceTags(tags(rule.excludedTags()))
        .status(AVAILABLE)
        .build();
  }

  private static String newId(Call call) {
    return call.cloudState().ids().nextUuid().replace("-", "").substring(0, 11);
  }

  private static String arn(Call call, String id) {
    return Partition.arn("rbin", call.region().name(), call.accountId(), "rule/" + id);
  }
}

package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.RecycleBinRule;
import dev.amioperator.ec2.RecycleBinRule.RecycledType;
import dev.amioperator.ec2.RecycleBinRule.TagPattern;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rbin.model.GetRuleResponse;
import software.amazon.awssdk.services.rbin.model.ResourceTag;
import software.amazon.awssdk.services.rbin.model.RuleStatus;
import software.amazon.awssdk.services.rbin.model.RuleSummary;

/** Reads of the Recycle Bin: what is in it, its retention rules, and locks of snapshots. */
record RecycleBinReads(ApiCaller apiCaller) {
  List<RecycleBinEntry> images(AccountRegion region, List<String> imageIds) {
    return RecycleBinResponses.images(
        read(
            region,
            "ListImagesInRecycleBin",
            ec2 -> ec2.listImagesInRecycleBin(r -> r.imageIds(imageIds))));
  }

  List<RecycleBinEntry> snapshots(AccountRegion region, List<String> snapshotIds) {
    return RecycleBinResponses.snapshots(
        read(
            region,
            "ListSnapshotsInRecycleBin",
            ec2 -> ec2.listSnapshotsInRecycleBin(r -> r.snapshotIds(snapshotIds))));
  }

  List<SnapshotLock> locks(AccountRegion region, List<String> snapshotIds) {
    return RecycleBinResponses.snapshotLocks(
        read(
                region,
                "DescribeLockedSnapshots",
                ec2 -> ec2.describeLockedSnapshots(r -> r.snapshotIds(snapshotIds)))
            .snapshots());
  }

  /** The retention rules in force for images and snapshots: a list, and a call for each rule. */
  List<RecycleBinRule> rules(AccountRegion region) {
    return Arrays.stream(RecycledType.values()).flatMap(type -> rules(region, type)).toList();
  }

  /** ListRules tells neither the tags of a rule nor whether it is in force; GetRule does. */
  private Stream<RecycleBinRule> rules(AccountRegion region, RecycledType type) {
    List<String> ids = Page.all(token -> ruleIds(region, type, token));
    return ids.stream()
        .map(id -> apiCaller.rbin(region, "GetRule", rbin -> rbin.getRule(r -> r.identifier(id))))
        .filter(rule -> rule.status() == RuleStatus.AVAILABLE)
        .map(rule -> rule(type, rule));
  }

  private Page<String> ruleIds(AccountRegion region, RecycledType type, Optional<String> token) {
    var page =
        apiCaller.rbin(
            region,
            "ListRules",
            rbin -> rbin.listRules(r -> r.resourceType(type.name()).nextToken(token.orElse(null))));
    return new Page<>(
        page.rules().stream().map(RuleSummary::identifier).toList(),
        Responses.token(page.nextToken()));
  }

  private static RecycleBinRule rule(RecycledType type, GetRuleResponse rule) {
    return new RecycleBinRule(
        type,
        rule.retentionPeriod().retentionPeriodValue(),
        tags(rule.resourceTags()),
        tags(rule.excludeResourceTags()));
  }

  private static List<TagPattern> tags(List<ResourceTag> tags) {
    return tags.stream()
        .map(
            tag ->
                new TagPattern(tag.resourceTagKey(), Optional.ofNullable(tag.resourceTagValue())))
        .toList();
  }

  private <T> T read(AccountRegion region, String action, Function<Ec2Client, T> call) {
    return apiCaller.read(region, ActionClass.READ, action, call);
  }
}

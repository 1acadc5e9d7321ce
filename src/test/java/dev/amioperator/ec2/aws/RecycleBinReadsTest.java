package dev.amioperator.ec2.aws;

import static dev.amioperator.ec2.aws.StubbedClients.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.RecycleBinRule;
import dev.amioperator.ec2.RecycleBinRule.RecycledType;
import dev.amioperator.ec2.RecycleBinRule.TagPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.rbin.model.GetRuleRequest;
import software.amazon.awssdk.services.rbin.model.GetRuleResponse;
import software.amazon.awssdk.services.rbin.model.ListRulesRequest;
import software.amazon.awssdk.services.rbin.model.ListRulesResponse;
import software.amazon.awssdk.services.rbin.model.RuleSummary;

/** The retention rules of the Recycle Bin, as ListRules and GetRule tell them. */
class RecycleBinReadsTest {
  private static final AccountRegion REGION = new AccountRegion("default", ACCOUNT, "eu-west-1");

  private final Map<String, GetRuleResponse> images = new TreeMap<>();
  private final Map<String, GetRuleResponse> snapshots = new TreeMap<>();

  @Test
  void readsRulesOfBothTypesFromEveryPage() {
    images.put("rule-1", rule("available", 14).build());
    images.put("rule-2", rule("available", 15).build());
    snapshots.put("rule-3", rule("available", 16).build());

    assertThat(rules())
        .containsExactlyInAnyOrder(
            new RecycleBinRule(RecycledType.EC2_IMAGE, 14, List.of(), List.of()),
            new RecycleBinRule(RecycledType.EC2_IMAGE, 15, List.of(), List.of()),
            new RecycleBinRule(RecycledType.EBS_SNAPSHOT, 16, List.of(), List.of()));
  }

  /** "it can take up to 30 minutes for the rule to become active" (EBS user guide). */
  @Test
  void leavesOutRuleThatIsNotInForceYet() {
    images.put("rule-1", rule("pending", 14).build());
    assertThat(rules()).isEmpty();
  }

  @Test
  void readsTagsAndExclusionTags() {
    images.put(
        "rule-1",
        rule("available", 14)
            .resourceTags(
                t -> t.resourceTagKey("family").resourceTagValue("web"), t -> t.resourceTagKey("a"))
            .build());
    snapshots.put(
        "rule-2",
        rule("available", 14)
            .excludeResourceTags(t -> t.resourceTagKey("scratch").resourceTagValue("yes"))
            .build());

    assertThat(rules())
        .extracting(RecycleBinRule::tags)
        .containsExactlyInAnyOrder(
            List.of(
                new TagPattern("family", Optional.of("web")),
                new TagPattern("a", Optional.empty())),
            List.of());
    assertThat(rules())
        .extracting(RecycleBinRule::excludedTags)
        .contains(List.of(new TagPattern("scratch", Optional.of("yes"))));
  }

  private List<RecycleBinRule> rules() {
    return new RecycleBinReads(StubbedClients.caller("rbin", new OneRuleAPage())).rules(REGION);
  }

  private static GetRuleResponse.Builder rule(String status, int days) {
    return GetRuleResponse.builder()
        .status(status)
        .retentionPeriod(p -> p.retentionPeriodValue(days).retentionPeriodUnit("DAYS"));
  }

  /** AWS decides how many rules are in a page. */
  private final class OneRuleAPage implements RbinClient {
    @Override
    public ListRulesResponse listRules(ListRulesRequest request) {
      List<String> ids = List.copyOf(of(request.resourceTypeAsString()).keySet());
      int at = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
      return ListRulesResponse.builder()
          .rules(ids.stream().skip(at).limit(1).map(OneRuleAPage::summary).toList())
          .nextToken(at + 1 < ids.size() ? String.valueOf(at + 1) : null)
          .build();
    }

    private static RuleSummary summary(String id) {
      return RuleSummary.builder().identifier(id).build();
    }

    private Map<String, GetRuleResponse> of(String type) {
      return type.equals("EC2_IMAGE") ? images : snapshots;
    }

    @Override
    public GetRuleResponse getRule(GetRuleRequest request) {
      return Optional.ofNullable(images.get(request.identifier()))
          .orElseGet(() -> snapshots.get(request.identifier()));
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}

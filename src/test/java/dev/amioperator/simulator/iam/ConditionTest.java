package dev.amioperator.simulator.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IAM user guide: condition operators, keys with several values, policy variables. */
class ConditionTest {

  private static boolean holds(String condition, RequestContext context) {
    String json =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {%s}}}
        """
            .formatted(condition.replace('\'', '"'));
    return new PrincipalPolicies(
                List.of(new NamedPolicy("test", PolicyDocument.parse(json))), null, null)
            .evaluate(new AccessRequest("ec2:CopyImage", "*", context))
        instanceof Decision.Allowed;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "'StringEquals': {'ec2:Owner': 'amazon'} | amazon | true",
        "'StringEquals': {'ec2:Owner': 'amazon'} | Amazon | false",
        "'StringEquals': {'ec2:Owner': 'a*'} | amazon | false",
        "'StringEquals': {'ec2:Owner': 'amazon'} | - | false",
        "'StringEqualsIfExists': {'ec2:Owner': 'amazon'} | - | true",
        "'StringEqualsIfExists': {'ec2:Owner': 'amazon'} | self | false",
        "'StringNotEquals': {'ec2:Owner': 'amazon'} | - | true",
        "'StringNotEquals': {'ec2:Owner': ['amazon', 'self']} | self | false",
        "'StringEqualsIgnoreCase': {'ec2:Owner': 'AMAZON'} | amazon | true",
        "'StringNotEqualsIgnoreCase': {'ec2:Owner': 'AMAZON'} | amazon | false",
        "'StringLike': {'EC2:owner': 'am?z*'} | amazon | true",
        "'StringLike': {'ec2:Owner': 'am?zon'} | amzon | false",
        "'StringNotLike': {'ec2:Owner': 'a*'} | amazon | false",
        "'StringLike': {'ec2:Owner': '${*}'} | amazon | false",
        "'StringLike': {'ec2:Owner': '${*}'} | * | true",
        "'ArnLike': {'ec2:Owner': 'arn:*:ec2:*:*:vpc/*'} | arn:aws:ec2:eu-west-1:1:vpc/a | true",
        "'ArnEquals': {'ec2:Owner': 'arn:aws:ec2:*:1:vpc/a'} | arn:aws:ec2:a:b:1:vpc/a | false",
        "'ArnNotLike': {'ec2:Owner': 'arn:aws:ec2:*:*:vpc/*'} | - | true",
        "'NumericLessThanEquals': {'ec2:Owner': '8'} | 8 | true",
        "'NumericGreaterThan': {'ec2:Owner': 8} | 10 | true",
        "'NumericLessThan': {'ec2:Owner': '8'} | many | false",
        "'DateGreaterThan': {'ec2:Owner': '2026-01-01T00:00:00Z'} | 2026-01-02T00:00:00Z | true",
        "'DateLessThan': {'ec2:Owner': '1767225600'} | 2026-01-02T00:00:00Z | false",
        "'Bool': {'ec2:Owner': true} | True | true",
        "'Bool': {'ec2:Owner': 'false'} | - | false",
        "'Null': {'ec2:Owner': 'true'} | - | true",
        "'Null': {'ec2:Owner': false} | - | false",
        "'Null': {'ec2:Owner': 'false'} | amazon | true",
      })
  void comparesSingleValue(String condition, String value, boolean expected) {
    RequestContext context =
        value == null ? RequestContext.EMPTY : RequestContext.of(Map.of("ec2:Owner", value));
    assertThat(holds(condition, context)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ForAllValues:StringEquals': {'aws:TagKeys': ['a', 'b']} | a | true",
        "'ForAllValues:StringEquals': {'aws:TagKeys': ['a', 'b']} | a,c | false",
        "'ForAllValues:StringEquals': {'aws:TagKeys': ['a', 'b']} | `` | true",
        "'ForAnyValue:StringEquals': {'aws:TagKeys': ['a', 'b']} | a,c | true",
        "'ForAnyValue:StringEquals': {'aws:TagKeys': ['a', 'b']} | `` | false",
        "'ForAnyValue:StringNotEquals': {'aws:TagKeys': ['a']} | a,c | true",
        "'ForAllValues:StringNotEquals': {'aws:TagKeys': ['a']} | a,c | false",
        "'ForAllValues:StringLike': {'aws:TagKeys': 'team-*'} | team-a,team-b | true",
      })
  void comparesSeveralValues(String condition, String values, boolean expected) {
    List<String> list = values.isEmpty() ? List.of() : List.of(values.split(","));
    RequestContext context = RequestContext.builder().put("aws:TagKeys", list).build();
    assertThat(holds(condition, context)).isEqualTo(expected);
  }

  @Test
  void requiresEveryKeyOfEveryOperator() {
    String both = "'StringEquals': {'ec2:Owner': 'a', 'ec2:Public': 'true'}";
    assertThat(holds(both, RequestContext.of(Map.of("ec2:Owner", "a")))).isFalse();
    assertThat(holds(both, RequestContext.of(Map.of("ec2:Owner", "a", "ec2:Public", "true"))))
        .isTrue();
  }

  /** Reported of another simulator: conditions with variables never matched. */
  @Test
  void comparesTagOfResourceWithTagOfPrincipal() {
    String same = "'StringEquals': {'aws:ResourceTag/team': '${aws:PrincipalTag/team}'}";
    assertThat(
            holds(
                same,
                RequestContext.of(
                    Map.of("aws:ResourceTag/team", "shop", "aws:PrincipalTag/team", "shop"))))
        .isTrue();
    assertThat(holds(same, RequestContext.of(Map.of("aws:ResourceTag/team", "shop")))).isFalse();
    String orDefault =
        "'StringEquals': {'aws:ResourceTag/team': '${aws:PrincipalTag/team, 'shop'}'}"
            .replace("'shop'}'", "\\u0027shop\\u0027}'");
    assertThat(holds(orDefault, RequestContext.of(Map.of("aws:ResourceTag/team", "shop"))))
        .isTrue();
  }

  @Test
  void takesValueOfVariableLiterally() {
    String like = "'StringLike': {'ec2:Owner': '${aws:PrincipalTag/team}-x'}";
    RequestContext context =
        RequestContext.of(Map.of("ec2:Owner", "shop-x", "aws:PrincipalTag/team", "*"));
    assertThat(holds(like, context)).isFalse();
  }
}

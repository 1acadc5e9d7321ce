package dev.amioperator.simulator.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IAM user guide, grammar of the policy language; errors of CreatePolicy. */
class PolicyParserTest {

  private static String policy(String statement) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": [" + statement.replace('\'', '"') + "]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Action': 'ec2:*', 'Resource': '*'} | The Effect of statement 1 is invalid",
        "{'Effect': 'allow', 'Action': 'ec2:*', 'Resource': '*'} | The Effect of statement 1",
        "{'Effect': 'Allow', 'Resource': '*'} | must have either Action or NotAction",
        "{'Effect': 'Allow', 'Action': [], 'Resource': '*'} | has no value",
        "{'Effect': 'Allow', 'Action': 'CopyImage', 'Resource': '*'} | prefixed by the service",
        "{'Effect': 'Allow', 'Action': 'ec*:CopyImage', 'Resource': '*'} | prefixed by the service",
        "{'Effect': 'Allow', 'Action': 'ec2:*'} | must have either Resource or NotResource",
        "{'Effect': 'Allow', 'Action': 'ec2:*', 'Resource': 'image/*'} | must be in ARN format",
        "{'Effect': 'Allow', 'Action': 'ec2:*', 'Resource': '*', 'Resources': '*'} | unknown"
            + " element",
        "{'Effect': 'Allow', 'Action': 'ec2:*', 'Resource': '*', 'Principal': '*'} | not specify a"
            + " principal",
        "{'Sid': 'a b', 'Effect': 'Allow', 'Action': 'ec2:*', 'Resource': '*'} | must be"
            + " alpha-numeric",
        "{'Effect': 'Allow', 'Effect': 'Deny', 'Action': 'ec2:*', 'Resource': '*'} | Duplicate"
            + " field",
        "{'Effect': 'Deny', 'Action': 'ec2:*', 'Resource': '*', 'Condition': {'IpAddress':"
            + " {'aws:SourceIp': '10.0.0.0/8'}}} | The condition operator IpAddress is not"
            + " evaluated",
        "{'Effect': 'Deny', 'Action': 'ec2:*', 'Resource': '*', 'Condition': {'StringEqual':"
            + " {'aws:userid': 'a'}}} | Invalid Condition type StringEqual",
        "{'Effect': 'Deny', 'Action': 'ec2:*', 'Resource': '*', 'Condition': {'NullIfExists':"
            + " {'aws:userid': 'true'}}} | Invalid Condition type NullIfExists",
        "{'Effect': 'Deny', 'Action': 'ec2:*', 'Resource': '*', 'Condition': {'Bool':"
            + " {'aws:SecureTransport': 'no'}}} | The value 'no' is not valid",
        "{'Effect': 'Deny', 'Action': 'ec2:*', 'Resource': '*', 'Condition': {'StringEquals':"
            + " {'userid': 'a'}}} | Condition keys must be prefixed",
      })
  void refusesWhatIamRefuses(String statement, String message) {
    assertThatThrownBy(() -> PolicyDocument.parse(policy(statement)))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesRepeatedSid() {
    String statement = "{'Sid': 'A', 'Effect': 'Allow', 'Action': 'ec2:*', 'Resource': '*'}";
    assertThatThrownBy(() -> PolicyDocument.parse(policy(statement + "," + statement)))
        .hasMessageContaining("must be unique");
  }

  @Test
  void refusesTrustPolicyWithResource() {
    String statement = "{'Effect': 'Allow', 'Principal': '*', 'Action': 'sts:AssumeRole'%s}";
    assertThat(PolicyDocument.parseTrust(policy(statement.formatted(""))).statements()).hasSize(1);
    assertThatThrownBy(
            () -> PolicyDocument.parseTrust(policy(statement.formatted(", 'Resource': '*'"))))
        .hasMessageContaining("prohibited field Resource");
    assertThatThrownBy(
            () ->
                PolicyDocument.parseTrust(
                    policy("{'Effect': 'Allow', 'Action': 'sts:AssumeRole'}")))
        .hasMessageContaining("Principal");
  }

  @Test
  void acceptsSingleStatementWithoutArray() {
    String json =
        "{'Statement': {'Effect': 'Allow', 'NotAction': 'iam:*', 'NotResource': 'arn:aws:s3:::a'}}";
    assertThat(PolicyDocument.parse(json.replace('\'', '"')).statements())
        .singleElement()
        .satisfies(statement -> assertThat(statement.sid()).isEqualTo("#1"));
  }
}

"""The services that images need beside EC2, as boto3 sees them: STS, SSM, KMS, Auto Scaling, rbin."""

import json
import os
import unittest

import boto3
from botocore.exceptions import ClientError

from cloud import ACCOUNT, FRIEND, HOME, CloudTest, client, differs_on_moto, eventually, unique

ROLE = os.environ.get("ROLE_ARN", f"arn:aws:iam::{FRIEND}:role/images")
EXTERNAL_ID = "secret"


class Roles(CloudTest):
    def assume(self, **more):
        return client("sts").assume_role(RoleArn=ROLE, RoleSessionName="test", **more)

    def test_a_session_acts_in_the_account_of_the_role(self):
        credentials = self.assume(ExternalId=EXTERNAL_ID)["Credentials"]
        sts = boto3.client(
            "sts",
            region_name=HOME,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )

        identity = sts.get_caller_identity()
        self.assertEqual(FRIEND, identity["Account"])
        self.assertEqual(
            f"arn:aws:sts::{FRIEND}:assumed-role/images/test", identity["Arn"]
        )

    @differs_on_moto("it lets anybody assume any role")
    def test_a_role_asks_for_its_external_id(self):
        self.refused("AccessDenied", self.assume)
        self.refused("AccessDenied", self.assume, ExternalId="another")


class Parameters(CloudTest):
    def setUp(self):
        self.ssm = client("ssm")
        self.name = "/images/" + unique("web")

    def put(self, value, **more):
        return self.ssm.put_parameter(Name=self.name, Value=value, Type="String", **more)

    def value(self):
        return self.ssm.get_parameter(Name=self.name)["Parameter"]["Value"]

    def test_a_parameter_has_the_value_of_its_newest_version(self):
        self.assertEqual(1, self.put("one")["Version"])
        self.assertEqual(2, self.put("two", Overwrite=True)["Version"])

        self.assertEqual("two", self.value())

    def test_a_parameter_is_overwritten_on_request_only(self):
        self.put("one")

        self.refused(
            "ParameterAlreadyExists",
            self.ssm.put_parameter,
            Name=self.name,
            Value="two",
            Type="String",
        )

    def test_tags_and_overwriting_exclude_each_other(self):
        self.put("one")

        self.refused(
            "ValidationException",
            self.ssm.put_parameter,
            Name=self.name,
            Value="two",
            Type="String",
            Overwrite=True,
            Tags=[{"Key": "family", "Value": "web"}],
        )

    def test_tags_come_and_go(self):
        self.put("one", Tags=[{"Key": "family", "Value": "web"}])
        resource = {"ResourceType": "Parameter", "ResourceId": self.name}
        self.ssm.add_tags_to_resource(Tags=[{"Key": "n", "Value": "1"}], **resource)
        self.ssm.remove_tags_from_resource(TagKeys=["family"], **resource)

        tags = self.ssm.list_tags_for_resource(**resource)["TagList"]
        self.assertEqual([{"Key": "n", "Value": "1"}], tags)

    def test_a_deleted_parameter_is_gone(self):
        self.put("one")
        self.ssm.delete_parameter(Name=self.name)

        self.refused("ParameterNotFound", self.ssm.get_parameter, Name=self.name)
        self.refused("ParameterNotFound", self.ssm.delete_parameter, Name=self.name)

    def test_unknown_names_are_listed_apart(self):
        self.put("one")

        answer = self.ssm.get_parameters(Names=[self.name, self.name + "-not"])
        self.assertEqual([self.name], [p["Name"] for p in answer["Parameters"]])
        self.assertEqual([self.name + "-not"], answer["InvalidParameters"])

    def test_an_image_that_can_be_used_is_written(self):
        image = self.make()["ImageId"]
        self.put(image, DataType="aws:ec2:image")

        def written():
            try:
                return self.value()
            except ClientError:
                return None

        self.assertEqual(image, eventually(written, image))


class Keys(CloudTest):
    def setUp(self):
        self.kms = client("kms")
        self.key = self.kms.create_key(Description="images")["KeyMetadata"]

    def test_a_key_is_described_by_id_arn_and_alias(self):
        alias = "alias/" + unique("images")
        self.kms.create_alias(AliasName=alias, TargetKeyId=self.key["KeyId"])

        for name in (self.key["KeyId"], self.key["Arn"], alias):
            with self.subTest(name):
                found = self.kms.describe_key(KeyId=name)["KeyMetadata"]
                self.assertEqual(self.key["Arn"], found["Arn"])
                self.assertEqual("CUSTOMER", found["KeyManager"])

    def test_an_unknown_key_is_refused(self):
        self.refused(
            "NotFoundException",
            self.kms.describe_key,
            KeyId="00000000-0000-0000-0000-000000000bad",
        )

    def test_a_key_is_disabled_and_enabled(self):
        def state():
            return self.kms.describe_key(KeyId=self.key["KeyId"])["KeyMetadata"]["KeyState"]

        self.kms.disable_key(KeyId=self.key["KeyId"])
        self.assertEqual("Disabled", state())
        self.kms.enable_key(KeyId=self.key["KeyId"])
        self.assertEqual("Enabled", state())

    def test_a_policy_is_kept_as_it_was_put(self):
        policy = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                    "Action": "kms:*",
                    "Resource": "*",
                }
            ],
        }
        self.kms.put_key_policy(
            KeyId=self.key["KeyId"], PolicyName="default", Policy=json.dumps(policy)
        )

        kept = self.kms.get_key_policy(KeyId=self.key["KeyId"], PolicyName="default")["Policy"]
        self.assertEqual(policy, json.loads(kept))

    def test_a_grant_is_listed_until_it_is_revoked(self):
        grant = self.kms.create_grant(
            KeyId=self.key["KeyId"],
            GranteePrincipal=f"arn:aws:iam::{FRIEND}:root",
            Operations=["Decrypt", "CreateGrant"],
        )["GrantId"]

        def grants():
            answer = self.kms.list_grants(KeyId=self.key["KeyId"])
            return [g["GrantId"] for g in answer["Grants"]]

        self.assertEqual([grant], grants())
        self.kms.revoke_grant(KeyId=self.key["KeyId"], GrantId=grant)
        self.assertEqual([], grants())


class Groups(CloudTest):
    def test_unknown_groups_and_configurations_are_left_out(self):
        scaling = client("autoscaling")

        groups = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=["nothing"])
        self.assertEqual([], groups["AutoScalingGroups"])
        configurations = scaling.describe_launch_configurations(
            LaunchConfigurationNames=["nothing"]
        )
        self.assertEqual([], configurations["LaunchConfigurations"])


class RetentionRules(CloudTest):
    def setUp(self):
        self.rbin = client("rbin")

    def rule(self, days):
        return self.rbin.create_rule(
            ResourceType="EC2_IMAGE",
            RetentionPeriod={"RetentionPeriodUnit": "DAYS", "RetentionPeriodValue": days},
            ResourceTags=[{"ResourceTagKey": "suite", "ResourceTagValue": "rbin"}],
        )["Identifier"]

    @differs_on_moto("it has no Recycle Bin")
    def test_what_falls_under_a_rule_is_kept_when_it_goes(self):
        rule = self.rule(7)
        image = self.make(tags={"suite": "rbin"})
        self.ec2.deregister_image(ImageId=image["ImageId"])

        binned = self.ec2.list_images_in_recycle_bin(ImageIds=[image["ImageId"]])["Images"]
        self.assertEqual(7, (binned[0]["RecycleBinExitTime"] - binned[0]["RecycleBinEnterTime"]).days)
        self.rbin.delete_rule(Identifier=rule)
        self.refused("ResourceNotFoundException", self.rbin.get_rule, Identifier=rule)

    @differs_on_moto("it has no Recycle Bin")
    def test_a_rule_lasts_for_a_year_at_most(self):
        self.refused("ValidationException", self.rule, days=366)


if __name__ == "__main__":
    unittest.main(verbosity=2)

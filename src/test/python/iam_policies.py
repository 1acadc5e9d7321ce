"""Roles and users with IAM policies, as boto3 sees them: sessions, denials and their decoding.

The seed has the role `limited` of the acting account and the access key AKIALIMITED of the user `ci`.
"""

import json
import unittest

import boto3

from cloud import ACCOUNT, HOME, CloudTest, client, unique

ROLE = f"arn:aws:iam::{ACCOUNT}:role/limited"


def session(**more):
    credentials = client("sts").assume_role(RoleArn=ROLE, RoleSessionName="test", **more)["Credentials"]
    return boto3.Session(
        region_name=HOME,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


class LimitedRole(CloudTest):
    def setUp(self):
        self.image = self.make(tags={"suite": "policies"})["ImageId"]

    def test_a_denial_names_action_and_resource_and_can_be_decoded(self):
        limited = session()
        error = self.refused(
            "UnauthorizedOperation", limited.client("ec2").deregister_image, ImageId=self.image
        )
        message = error.response["Error"]["Message"]
        self.assertIn("assumed-role/limited/test is not authorized to perform: ec2:DeregisterImage", message)
        self.assertIn(f"on resource: arn:aws:ec2:{HOME}::image/{self.image} because", message)

        encoded = message.split("failure message: ")[1]
        decoded = json.loads(
            limited.client("sts").decode_authorization_message(EncodedMessage=encoded)["DecodedMessage"]
        )
        self.assertFalse(decoded["allowed"])
        self.assertEqual("ec2:DeregisterImage", decoded["context"]["action"])

    def test_a_tag_of_the_image_gives_permission(self):
        client("ec2").create_tags(Resources=[self.image], Tags=[{"Key": "team", "Value": "shop"}])
        ec2 = session().client("ec2")
        self.refused("DryRunOperation", ec2.deregister_image, ImageId=self.image, DryRun=True)
        ec2.deregister_image(ImageId=self.image)

    def test_a_session_policy_takes_permissions_away(self):
        policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:DescribeImages", "Resource": "*"}}
        ec2 = session(Policy=json.dumps(policy)).client("ec2")
        ec2.describe_images(Owners=["self"])
        self.refused("UnauthorizedOperation", ec2.describe_snapshots)

    def test_a_session_is_limited_in_time(self):
        self.refused("ValidationError", session, DurationSeconds=7200)

    def test_a_user_without_policies_may_only_ask_who_it_is(self):
        user = boto3.Session(
            region_name=HOME, aws_access_key_id="AKIALIMITED", aws_secret_access_key="any"
        )
        self.assertEqual(f"arn:aws:iam::{ACCOUNT}:user/ci", user.client("sts").get_caller_identity()["Arn"])
        self.refused("UnauthorizedOperation", user.client("ec2").describe_images)
        self.refused("AccessDeniedException", user.client("ssm").get_parameter, Name="/images/web")
        self.refused("AccessDenied", user.client("sts").assume_role, RoleArn=ROLE, RoleSessionName="test")


if __name__ == "__main__":
    unittest.main()

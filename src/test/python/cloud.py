"""What the scripts here share: clients of the endpoint under test, and the words of the tests.

    AWS_ENDPOINT_URL   the endpoint
    INSTANCE_ID        the instance to make images from; without it one is launched
    TARGET             simulator (default) or moto: what moto does differently is expected to fail
                       there, and is reported once it no longer does
"""

import os
import time
import unittest
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

TARGET = os.environ.get("TARGET", "simulator")
ACCOUNT, FRIEND = "123456789012", "111122223333"
HOME, AWAY = "eu-west-1", "us-east-1"


def differs_on_moto(_reason):
    return unittest.expectedFailure if TARGET == "moto" else lambda test: test


def client(service, region=HOME, account=ACCOUNT):
    return boto3.client(
        service,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="any",
        config=Config(retries={"total_max_attempts": 1}),
    )


def unique(name):
    return f"{name}-{uuid.uuid4().hex[:8]}"


def tagged(tags, *kinds):
    pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
    return [{"ResourceType": kind, "Tags": pairs} for kind in kinds]


def tags_of(resource):
    return {tag["Key"]: tag["Value"] for tag in resource.get("Tags", [])}


def ids(answer):
    return sorted(image["ImageId"] for image in answer["Images"])


def snapshot_ids(image):
    return [m["Ebs"]["SnapshotId"] for m in image["BlockDeviceMappings"] if "Ebs" in m]


def image_in(ec2, image_id):
    images = ec2.describe_images(Filters=[{"Name": "image-id", "Values": [image_id]}])["Images"]
    return images[0] if images else None


def available(ec2, image_id):
    """Waits until the image is visible and no longer pending, and returns it."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        image = image_in(ec2, image_id)
        if image and image["State"] == "available":
            return image
        time.sleep(0.05)
    raise AssertionError(f"{image_id} did not become available")


def eventually(look, wanted):
    """Looks until it sees what is wanted, and returns what it saw last."""
    deadline = time.monotonic() + 30
    while (seen := look()) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    return seen


class CloudTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ec2 = client("ec2")
        cls.instance = os.environ.get("INSTANCE_ID") or cls.launch()

    @classmethod
    def launch(cls):
        answer = cls.ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
        return answer["Instances"][0]["InstanceId"]

    def make(self, name=None, tags=None):
        image_id = self.ec2.create_image(
            InstanceId=self.instance,
            Name=name or unique("web"),
            NoReboot=True,
            TagSpecifications=tagged(tags or {"suite": "boto3"}, "image"),
        )["ImageId"]
        return available(self.ec2, image_id)

    def refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as refusal:
            call(**parameters)
        self.assertEqual(code, refusal.exception.response["Error"]["Code"])
        return refusal.exception

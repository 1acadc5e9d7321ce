"""Instance types, their offerings and availability zones, as boto3 and Terraform ask for them."""

import unittest

from cloud import HOME, CloudTest, differs_on_moto


def filters(**values):
    return [
        {"Name": name.replace("__", ".").replace("_", "-"), "Values": [value]}
        for name, value in values.items()
    ]


class InstanceTypes(CloudTest):
    @classmethod
    def launch(cls):
        return None

    def types(self, **values):
        answer = self.ec2.describe_instance_types(Filters=filters(**values))
        return {t["InstanceType"]: t for t in answer["InstanceTypes"]}

    def type(self, name):
        return self.ec2.describe_instance_types(InstanceTypes=[name])["InstanceTypes"][0]

    def test_a_type_has_what_an_image_has_to_match(self):
        t3, m7g = self.type("t3.micro"), self.type("m7g.large")

        self.assertEqual(["x86_64"], t3["ProcessorInfo"]["SupportedArchitectures"])
        self.assertEqual(["legacy-bios", "uefi"], t3["SupportedBootModes"])
        self.assertEqual("nitro", t3["Hypervisor"])
        self.assertEqual("required", t3["NetworkInfo"]["EnaSupport"])
        self.assertEqual(["hvm"], t3["SupportedVirtualizationTypes"])
        self.assertEqual(["ebs"], t3["SupportedRootDeviceTypes"])
        self.assertEqual("supported", t3["NitroTpmSupport"])
        self.assertEqual(["arm64"], m7g["ProcessorInfo"]["SupportedArchitectures"])
        self.assertEqual(["uefi"], m7g["SupportedBootModes"])

    def test_a_type_has_what_the_data_source_of_terraform_reads(self):
        t3 = self.type("t3.micro")

        self.assertEqual({"SizeInMiB": 1024}, t3["MemoryInfo"])
        self.assertEqual(
            {
                "DefaultVCpus": 2,
                "DefaultCores": 1,
                "DefaultThreadsPerCore": 2,
                "ValidCores": [1],
                "ValidThreadsPerCore": [1, 2],
            },
            t3["VCpuInfo"],
        )
        self.assertEqual(
            (2, 2, 2, True, 1),
            tuple(
                t3["NetworkInfo"][name]
                for name in (
                    "MaximumNetworkInterfaces",
                    "Ipv4AddressesPerInterface",
                    "Ipv6AddressesPerInterface",
                    "Ipv6Supported",
                    "MaximumNetworkCards",
                )
            ),
        )
        self.assertEqual(10.875, t3["EbsInfo"]["EbsOptimizedInfo"]["BaselineThroughputInMBps"])
        for name in (
            "AutoRecoverySupported",
            "BareMetal",
            "BurstablePerformanceSupported",
            "CurrentGeneration",
            "DedicatedHostsSupported",
            "FreeTierEligible",
            "HibernationSupported",
            "InstanceStorageSupported",
        ):
            self.assertIsInstance(t3[name], bool, name)

    def test_members_that_a_type_does_not_have_are_left_out(self):
        self.assertNotIn("InstanceStorageInfo", self.type("m5.large"))
        self.assertNotIn("EbsOptimizedInfo", self.type("t2.micro")["EbsInfo"])
        self.assertEqual(475, self.type("i3.large")["InstanceStorageInfo"]["TotalSizeInGB"])
        self.assertEqual("A10G", self.type("g5.xlarge")["GpuInfo"]["Gpus"][0]["Name"])

    def test_filters_name_nested_members(self):
        found = self.types(
            processor_info__supported_architecture="arm64",
            memory_info__size_in_mib="1024",
            burstable_performance_supported="true",
        )
        self.assertEqual(["t4g.micro"], sorted(found))
        self.assertIn("m5.large", self.types(instance_type="m5.*", supported_boot_mode="uefi"))

    def test_an_unknown_type_is_refused(self):
        self.refused(
            "InvalidInstanceType", self.ec2.describe_instance_types, InstanceTypes=["t9.micro"]
        )

    def test_pages_have_every_type_once(self):
        pages = self.ec2.get_paginator("describe_instance_types").paginate(
            PaginationConfig={"PageSize": 7}
        )
        names = [t["InstanceType"] for page in pages for t in page["InstanceTypes"]]

        self.assertEqual(sorted(set(names)), sorted(names))
        self.assertEqual(sorted(self.types()), sorted(names))


class Offerings(CloudTest):
    @classmethod
    def launch(cls):
        return None

    def offerings(self, **more):
        answer = self.ec2.describe_instance_type_offerings(
            Filters=filters(instance_type="t3.micro"), **more
        )
        return sorted((o["LocationType"], o["Location"]) for o in answer["InstanceTypeOfferings"])

    def test_a_type_is_offered_in_the_region(self):
        self.assertEqual([("region", HOME)], self.offerings())

    def test_a_type_is_offered_in_zones(self):
        self.assertEqual(
            [("availability-zone", HOME + zone) for zone in "abc"],
            self.offerings(LocationType="availability-zone"),
        )

    @differs_on_moto("it leaves out the opt-in status")
    def test_zones_are_available(self):
        zones = self.ec2.describe_availability_zones()["AvailabilityZones"]

        self.assertEqual([HOME + zone for zone in "abc"], sorted(z["ZoneName"] for z in zones))
        for zone in zones:
            self.assertEqual("available", zone["State"])
            self.assertEqual("availability-zone", zone["ZoneType"])
            self.assertEqual("opt-in-not-required", zone["OptInStatus"])
            self.assertEqual([], zone["Messages"])
            self.assertRegex(zone["ZoneId"], "^euw1-az[1-3]$")


if __name__ == "__main__":
    unittest.main(verbosity=2)

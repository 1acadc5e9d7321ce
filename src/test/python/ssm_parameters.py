"""Parameters as Terraform and deployment scripts read them: by path, with history and labels."""

import unittest

from cloud import CloudTest, client, differs_on_moto, unique


class ParameterTest(CloudTest):
    @classmethod
    def setUpClass(cls):
        cls.ssm = client("ssm")

    def setUp(self):
        self.path = "/" + unique("images")

    def put(self, name, value="ami-1", **more):
        more.setdefault("Type", "String")
        return self.ssm.put_parameter(Name=self.path + name, Value=value, **more)["Version"]

    def names(self, answer):
        return [p["Name"].removeprefix(self.path) for p in answer["Parameters"]]


class Described(ParameterTest):
    def described(self, *filters, **more):
        return self.ssm.describe_parameters(
            ParameterFilters=[
                {"Key": key, "Option": option, "Values": values} for key, option, values in filters
            ],
            **more,
        )

    @differs_on_moto("it leaves out the policies")
    def test_metadata_has_no_value(self):
        self.put("/web", Description="the web image", Tags=[{"Key": "family", "Value": "web"}])

        found = self.described(("Name", "Equals", [self.path + "/web"]))["Parameters"][0]
        self.assertNotIn("Value", found)
        self.assertEqual("the web image", found["Description"])
        self.assertEqual(
            ("String", "text", "Standard", 1, []),
            (
                found["Type"],
                found["DataType"],
                found["Tier"],
                found["Version"],
                found["Policies"],
            ),
        )
        self.assertRegex(found["LastModifiedUser"], "^arn:aws:")
        self.assertTrue(found["ARN"].endswith(":parameter" + self.path + "/web"))

    def test_a_description_stays_until_it_is_changed(self):
        self.put("/web", Description="first")
        self.put("/web", "ami-2", Overwrite=True)
        self.assertEqual(
            "first",
            self.described(("Name", "Equals", [self.path + "/web"]))["Parameters"][0][
                "Description"
            ],
        )

    def test_parameters_are_found_by_name_path_and_tag(self):
        self.put("/web", Tags=[{"Key": "path", "Value": self.path}])
        self.put("/eu/web")

        self.assertEqual(
            ["/eu/web", "/web"], sorted(self.names(self.described(("Path", "Recursive", [self.path]))))
        )
        self.assertEqual(
            ["/web"], self.names(self.described(("Path", "OneLevel", [self.path])))
        )
        self.assertEqual(
            ["/eu/web"], self.names(self.described(("Name", "BeginsWith", [self.path + "/eu"])))
        )
        self.assertEqual(
            ["/web"], self.names(self.described(("tag:path", "Equals", [self.path])))
        )

    def test_wrong_filters_are_refused(self):
        self.refused(
            "InvalidFilterOption",
            self.ssm.describe_parameters,
            ParameterFilters=[{"Key": "Type", "Option": "Contains", "Values": ["String"]}],
        )

    def test_pages_have_every_parameter_once(self):
        for number in range(5):
            self.put(f"/{number}")
        pages = self.ssm.get_paginator("describe_parameters").paginate(
            ParameterFilters=[{"Key": "Path", "Option": "Recursive", "Values": [self.path]}],
            PaginationConfig={"PageSize": 2},
        )
        self.assertEqual(
            [f"/{number}" for number in range(5)],
            sorted(name for page in pages for name in self.names(page)),
        )


class ByPath(ParameterTest):
    def by_path(self, **more):
        return self.ssm.get_parameters_by_path(Path=self.path, **more)

    def test_a_path_has_one_level_unless_asked_for_all(self):
        self.put("/web")
        self.put("/eu/web")

        self.assertEqual(["/web"], self.names(self.by_path()))
        self.assertEqual(["/eu/web", "/web"], sorted(self.names(self.by_path(Recursive=True))))

    def test_a_page_has_ten_parameters_at_most(self):
        for number in range(12):
            self.put(f"/{number:02}")
        first = self.by_path()
        self.assertEqual(10, len(first["Parameters"]))
        second = self.by_path(NextToken=first["NextToken"])
        self.assertEqual(2, len(second["Parameters"]))
        self.assertNotIn("NextToken", second)
        self.refused(
            "ValidationException", self.ssm.get_parameters_by_path, Path=self.path, MaxResults=11
        )

    @differs_on_moto("it only looks at the newest version")
    def test_a_label_selects_versions(self):
        self.put("/web", "ami-1")
        self.put("/db", "ami-9")
        self.put("/web", "ami-2", Overwrite=True)
        self.ssm.label_parameter_version(
            Name=self.path + "/web", ParameterVersion=1, Labels=["prod"]
        )
        answer = self.by_path(
            ParameterFilters=[{"Key": "Label", "Option": "Equals", "Values": ["prod"]}]
        )
        self.assertEqual(["ami-1"], [p["Value"] for p in answer["Parameters"]])

    def test_names_are_no_filter_of_a_path(self):
        self.refused(
            "InvalidFilterKey",
            self.ssm.get_parameters_by_path,
            Path=self.path,
            ParameterFilters=[{"Key": "Name", "Values": ["web"]}],
        )


class Versions(ParameterTest):
    def setUp(self):
        super().setUp()
        self.name = self.path + "/web"
        self.put("/web", "ami-1")
        self.put("/web", "ami-2", Overwrite=True)
        self.put("/web", "ami-3", Overwrite=True)

    def label(self, *labels, version):
        return self.ssm.label_parameter_version(
            Name=self.name, ParameterVersion=version, Labels=list(labels)
        )

    def value(self, selector=""):
        return self.ssm.get_parameter(Name=self.name + selector)["Parameter"]["Value"]

    def history(self):
        return self.ssm.get_parameter_history(Name=self.name)["Parameters"]

    @differs_on_moto("it leaves out the policies")
    def test_the_history_has_every_version(self):
        self.label("prod", version=2)

        self.assertEqual(
            [(1, "ami-1", []), (2, "ami-2", ["prod"]), (3, "ami-3", [])],
            [(v["Version"], v["Value"], v["Labels"]) for v in self.history()],
        )
        for version in self.history():
            self.assertEqual("Standard", version["Tier"])
            self.assertEqual("text", version["DataType"])
            self.assertEqual([], version["Policies"])
            self.assertIn("LastModifiedUser", version)

    @differs_on_moto("it leaves out the selector")
    def test_a_version_is_read_by_number_and_by_label(self):
        self.label("prod", version=2)

        self.assertEqual("ami-3", self.value())
        self.assertEqual("ami-1", self.value(":1"))
        self.assertEqual("ami-2", self.value(":prod"))
        answer = self.ssm.get_parameter(Name=self.name + ":prod")["Parameter"]
        self.assertEqual(":prod", answer["Selector"])
        self.assertEqual(self.name, answer["Name"])
        self.refused("ParameterVersionNotFound", self.ssm.get_parameter, Name=self.name + ":dev")

    def test_a_label_moves_to_another_version(self):
        self.label("prod", version=1)
        self.label("prod", version=3)

        self.assertEqual("ami-3", self.value(":prod"))
        self.assertEqual([[], [], ["prod"]], [v["Labels"] for v in self.history()])

    def test_bad_labels_are_listed(self):
        answer = self.label("prod", "1st", "aws-x", "with blank", version=1)

        self.assertEqual(["1st", "aws-x", "with blank"], answer["InvalidLabels"])
        self.assertEqual(["prod"], self.history()[0]["Labels"])

    def test_a_version_has_ten_labels_at_most(self):
        self.label(*[f"label{n}" for n in range(10)], version=1)

        self.refused(
            "ParameterVersionLabelLimitExceeded",
            self.ssm.label_parameter_version,
            Name=self.name,
            ParameterVersion=1,
            Labels=["eleventh"],
        )

    @differs_on_moto("it cannot remove labels")
    def test_labels_are_removed(self):
        self.label("prod", version=1)
        answer = self.ssm.unlabel_parameter_version(
            Name=self.name, ParameterVersion=1, Labels=["prod", "none"]
        )
        self.assertEqual(["prod"], answer["RemovedLabels"])
        self.assertEqual(["none"], answer["InvalidLabels"])
        self.refused("ParameterVersionNotFound", self.ssm.get_parameter, Name=self.name + ":prod")


class Values(ParameterTest):
    def test_a_secret_is_decrypted_on_request(self):
        self.put("/secret", "hush", Type="SecureString")

        def value(**more):
            return self.ssm.get_parameter(Name=self.path + "/secret", **more)["Parameter"]["Value"]

        self.assertNotEqual("hush", value())
        self.assertEqual("hush", value(WithDecryption=True))

    @differs_on_moto("it ignores the pattern")
    def test_a_value_matches_the_pattern(self):
        self.put("/web", "ami-1", AllowedPattern="ami-[0-9]+")

        self.refused(
            "ParameterPatternMismatchException",
            self.ssm.put_parameter,
            Name=self.path + "/web",
            Value="web",
            Overwrite=True,
        )

    @differs_on_moto("it has no limit")
    def test_long_values_need_the_advanced_tier(self):
        self.refused(
            "ValidationException",
            self.ssm.put_parameter,
            Name=self.path + "/long",
            Value="x" * 4097,
            Type="String",
        )
        answer = self.ssm.put_parameter(
            Name=self.path + "/long", Value="x" * 4097, Type="String", Tier="Advanced"
        )
        self.assertEqual("Advanced", answer["Tier"])

    def test_several_are_deleted_at_once(self):
        self.put("/web")
        answer = self.ssm.delete_parameters(Names=[self.path + "/web", self.path + "/none"])

        self.assertEqual([self.path + "/web"], answer["DeletedParameters"])
        self.assertEqual([self.path + "/none"], answer["InvalidParameters"])


if __name__ == "__main__":
    unittest.main(verbosity=2)

// Checks PDF files against PDF/A and PDF/UA with veraPDF; run as a single source file by tests/verapdf.py. The
// property „flavours“ names them („3a,ua1“).
// Arguments are file paths. Prints per file one line „<path>\t<flavour>\t<checks made>“ and per broken rule one line
// „<path>\t<flavour>\t<clause>-<test>\t<message>“.

import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

class VeraPdf {
    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String path : paths) {
            for (String flavour : System.getProperty("flavours").split(",")) {
                check(path, PDFAFlavour.byFlavourId(flavour));
            }
        }
    }

    private static void check(String path, PDFAFlavour flavour) throws Exception {
        try (FileInputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            System.out.println(String.join("\t", path, flavour.getId(), String.valueOf(result.getTotalAssertions())));
            Map<String, String> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() != TestAssertion.Status.PASSED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, assertion.getMessage().replaceAll("\\s+", " "));
                }
            }
            broken.forEach((rule, message) ->
                    System.out.println(String.join("\t", path, flavour.getId(), rule, message)));
            if (broken.isEmpty() && !result.isCompliant()) {
                System.out.println(String.join("\t", path, flavour.getId(), "?", "not compliant, no reason given"));
            }
        }
    }
}

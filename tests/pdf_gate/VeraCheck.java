/* Checks PDFs against the rules of PDF/A and PDF/UA with the veraPDF library.
 *
 *   java -cp verapdf.jar VeraCheck.java 2a,ua1 file.pdf...        exit 0 = all conform
 *
 * For each file and profile one line "PASS|FAIL <tab> profile <tab> file", followed for each broken
 * rule by "RULE <tab> clause <tab> what and where". The library carries no JAXB implementation, which
 * its own reader of profiles needs, so the profiles inside it are read here with the JDK's parser. */
import java.io.File;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ProfileDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

public class VeraCheck {
  public static void main(String[] arguments) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean allConform = true;
    for (String profile : arguments[0].split(",")) {
      PDFAFlavour flavour = PDFAFlavour.fromString(profile);
      if (flavour == PDFAFlavour.NO_FLAVOUR) {
        throw new IllegalArgumentException("no such profile: " + profile);
      }
      ValidationProfile rules = profile(profile, flavour);
      for (int index = 1; index < arguments.length; index++) {
        allConform &= check(arguments[index], profile, flavour, rules);
      }
    }
    System.exit(allConform ? 0 : 1);
  }

  private static boolean check(String file, String name, PDFAFlavour flavour, ValidationProfile rules)
      throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(rules, false)) {
      ValidationResult result = validator.validate(parser);
      System.out.println((result.isCompliant() ? "PASS" : "FAIL") + "\t" + name + "\t" + file);
      if (!result.isCompliant()) {
        report(result, rules);
      }
      return result.isCompliant();
    }
  }

  private static void report(ValidationResult result, ValidationProfile rules) {
    Map<RuleId, String> firstPlace = new HashMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        firstPlace.putIfAbsent(
            assertion.getRuleId(), assertion.getMessage() + " @ " + assertion.getLocation().getContext());
      }
    }
    List<RuleId> broken = new ArrayList<>(result.getFailedChecks().keySet());
    broken.sort(Comparator.comparing(RuleId::getClause).thenComparing(RuleId::getTestNumber));
    for (RuleId rule : broken) {
      String what = rules.getRuleByRuleId(rule).getDescription() + " " + firstPlace.get(rule);
      System.out.println(
          "RULE\t" + rule.getClause() + "-" + rule.getTestNumber() + "\t" + what.replaceAll("\\s+", " "));
    }
  }

  /** Reads the profile that the library carries for this flavour. */
  private static ValidationProfile profile(String name, PDFAFlavour flavour) throws Exception {
    String file = name.startsWith("ua") ? "PDFUA-" + name.substring(2) : "PDFA-" + name.toUpperCase(Locale.ROOT);
    String resource = "/org/verapdf/pdfa/validation/" + file + ".xml";
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Element root;
    try (InputStream input = PDFAParser.class.getResourceAsStream(resource)) {
      if (input == null) {
        throw new FileNotFoundException(resource);
      }
      root = factory.newDocumentBuilder().parse(input).getDocumentElement();
    }
    Set<Rule> rules = new LinkedHashSet<>();
    NodeList ruleElements = root.getElementsByTagNameNS("*", "rule");
    for (int index = 0; index < ruleElements.getLength(); index++) {
      rules.add(rule((Element) ruleElements.item(index)));
    }
    Set<Variable> variables = new LinkedHashSet<>();
    NodeList variableElements = root.getElementsByTagNameNS("*", "variable");
    for (int index = 0; index < variableElements.getLength(); index++) {
      Element variable = (Element) variableElements.item(index);
      variables.add(
          Profiles.variableFromValues(
              variable.getAttribute("name"),
              variable.getAttribute("object"),
              text(variable, "defaultValue"),
              text(variable, "value")));
    }
    ProfileDetails details = Profiles.profileDetailsFromValues(name, name, "", new Date(0));
    return Profiles.profileFromValues(flavour, details, "", rules, variables);
  }

  private static Rule rule(Element rule) {
    Element id = child(rule, "id");
    Element error = child(rule, "error");
    List<ErrorArgument> errorArguments = new ArrayList<>();
    NodeList arguments = error.getElementsByTagNameNS("*", "argument");
    for (int index = 0; index < arguments.getLength(); index++) {
      errorArguments.add(ErrorArgumentImpl.fromValues(arguments.item(index).getTextContent(), null, null));
    }
    RuleId ruleId =
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber")));
    return Profiles.ruleFromValues(
        ruleId,
        rule.getAttribute("object"),
        rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
        rule.getAttribute("tags"),
        text(rule, "description"),
        text(rule, "test"),
        Profiles.errorFromValues(text(error, "message"), errorArguments),
        Collections.emptyList());
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element && name.equals(node.getLocalName())) {
        return (Element) node;
      }
    }
    return null;
  }

  private static String text(Element parent, String name) {
    Element found = child(parent, name);
    return found == null ? "" : found.getTextContent();
  }
}

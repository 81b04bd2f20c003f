/** Short names for the generated shapes, so that a renamed schema is mended in one place. */
import type { components, paths } from "./schema";

type Schemas = components["schemas"];

export type Names = Schemas["NamesWire"];
export type Problem = Schemas["Problem"];
export type System = Schemas["SystemView"];
export type SessionView = Schemas["SessionView"];
export type DemoAccount = Schemas["DemoAccountView"];

export type UnitKind = Schemas["UnitKindWord"];
export type UnitRef = Schemas["UnitRef"];
export type UnitView = Schemas["UnitView"];
export type UnitDetail = Schemas["UnitDetail"];
export type UnitChange = Schemas["ChangeView"];
export type KindCount = Schemas["KindCount"];
export type Counted = Schemas["CountView"];
export type BodyView = Schemas["BodyView"];
export type Located = Schemas["LocatedView"];
export type MapState = Schemas["MapState"];

export type CatalogueItem = Schemas["ItemView"];
export type HazardState = Schemas["StateWord"];
export type ActionWord = Schemas["ActionWord"];
export type HazardView = Schemas["HazardView"];
export type HazardDetail = Schemas["HazardDetail"];
export type HazardAction = Schemas["ActWire"];
export type HazardReport = Schemas["ReportWire"];
export type NearView = Schemas["NearView"];
export type NoticeView = Schemas["NoticeView"];
export type FollowView = Schemas["FollowView"];
export type HazardCounts = Schemas["HazardCounts"];

export type HazardFilter = NonNullable<paths["/api/hazards"]["get"]["parameters"]["query"]>;
export type UnitFilter = NonNullable<paths["/api/units"]["get"]["parameters"]["query"]>;
export type FileView = Schemas["FileView"];
export type SessionItem = Schemas["SessionItem"];
export type TokenView = Schemas["TokenView"];
export type Holdings = Schemas["HoldingsView"];
export type ContactKind = Schemas["ContactKindWire"];

export type WarningColour = Schemas["ColourWord"];
export type WarningView = Schemas["WarningView"];
export type CalloutView = Schemas["CalloutView"];
export type CallCounts = Schemas["CountsView"];
export type BoardView = Schemas["BoardView"];
export type CallBack = Schemas["CallBackView"];
export type Found = Schemas["FoundWord"];
export type BoardUnit = Schemas["BoardUnit"];
export type CallView = Schemas["CallView"];
export type OutletView = Schemas["OutletView"];
export type OutletOrder = Schemas["OutletOrder"];
export type OutletTold = Schemas["OutletTold"];
export type OutletKind = Schemas["OutletKindWord"];
export type CallReport = Schemas["ReportWord"];
export type PlaceView = Schemas["PlaceView"];
export type PlaceWire = Schemas["PlaceOrderWire"];
export type PlaceKindView = Schemas["PlaceKindView"];
export type ClosureView = Schemas["ClosureView"];
export type HarmView = Schemas["HarmView"];
export type HarmVersionView = Schemas["HarmVersionView"];
export type HarmTotals = Schemas["HarmTotalsView"];
export type HarmWire = Schemas["HarmWire"];
export type HarmKind = Schemas["HarmKindWord"];
export type HarmCounts = Schemas["HarmCountsWire"];
export type CallReported = Schemas["ReportOrder"];
export type MyCall = Schemas["MyCallView"];
export type MyKnock = Schemas["MyKnockView"];
export type KnockWay = Schemas["KnockWayWord"];
export type KnockFound = Schemas["KnockFoundWord"];
export type CallHelper = Schemas["HelperView"];
export type ResponseTask = Schemas["TaskView"];

export type Stage = Schemas["HouseholdStageWord"];
export type Peril = Schemas["PerilWord"];
export type EvacuationView = Schemas["EvacuationView"];
export type EvacuationDetail = Schemas["EvacuationDetail"];
export type EvacuationGroup = Schemas["EvacuationGroupView"];
export type EvacuationDoor = Schemas["EvacuationDoorView"];
export type EvacuationReport = Schemas["EvacuationReportOrder"];
export type ShelterView = Schemas["ShelterView"];
export type AssistHelp = Schemas["HelpWord"];
export type LinkedAssist = Schemas["LinkedAssistView"];
export type AssistOrder = Schemas["AssistOrder"];
export type AssistView = Schemas["AssistView"];
export type AssistCoverage = Schemas["AssistCoverageView"];
export type AssistLine = Schemas["AssistLineView"];
export type AssistPrint = Schemas["AssistPrintView"];

export type FeedFault = Schemas["FeedFaultWord"];

export type PublicMessage = Schemas["PublicMessageView"];
export type PublicKind = Schemas["PublicKindWord"];
export type PublicState = Schemas["PublicStateWord"];
export type Audience = Schemas["AudienceWord"];
export type MessageContent = Schemas["ContentWire"];
export type MessagePreview = Schemas["PreviewView"];
export type MessageConflict = Schemas["ConflictView"];
export type MessageTemplates = Schemas["TemplatesView"];
export type PublicItem = Schemas["PublicItemView"];
export type PostItem = Schemas["PostItem"];
export type OralWay = Schemas["OralWayWord"];

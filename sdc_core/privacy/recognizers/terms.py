"""Words that a model of names takes for names, and that are none: products, vendors, technology.

From general knowledge of what an IT service works with; in lower case, one word or phrase each.
"""

TERMS = frozenset(
    """
access acrobat active activity activation ad adapter addin adguard adobe admin administrator adp agent alert alerts amazon
amd android anydesk api apc app apple application applications apps april aruba asus attn august authenticator authy
autocad autodesk autodiscover autopilot autotask aws azure backblaze backup backups barracuda bdr bios bitdefender bitlocker bitwarden
bluetooth bookkeeping boot bot bridge brother browser bsod c cable calendar canon carbonite card cat5 cat6 cc cctv cd cdrom
chat check checked chkdsk chrome chromebook chromecast cisco citrix clonezilla cloud cloudflare cmd cmos comcast
command connect connected connectwise contact contacts control copilot copied copier cortana cpu crashplan crowdstrike crystal
css csv customer customers cyber d365 dashboard database datto db dc december defender dell department desktop device dfs
dhcp dimm dkim dl dlp dmarc dns dock docker docs document documents domain dpi drive driver drivers dropbox dsl duo dvd
dvr dvi dymo dynamics edge edr efi email emails endpoint endpoints epic epson error errors eset esx esxi etc ethernet evernote event events excel
exchange explorer external facebook failed fax february fiber file filezilla firefox firestick firewall firmware
flash folder followup forticlient fortigate fortinet foxit friday front ftp fw geek gmail godaddy google gpo gps gpu
gui h hard hardware hd hdd hdmi headset helpdesk hp hr html http https huntress hyper hyperv hyper-v iban icloud id ids ie iis
imac imap inbox index info ink inspiron install installed instagram integration intel internet intranet intune intuit invoice invoices ios ip
ipad iphone ipsec ipv4 ipv6 iredecoms iso isp it itunes jabber january java javascript javascripts job jobs json july june kace
kaseya keepass keeper keypad kb kvm lacerte lan laptop laptops laserjet lastpass latitude ldap led lenovo level lexmark
license licence line link linkedin linksys linux local log logitech logmein login logs lte lync m365 mac macbook macos mail mailbox
mailchimp malware malwarebytes map mapped march mcafee mdm meeting meraki mesh mfa mfp microsoft microtik mikrotik mimecast modem
monday monitor monitors mouse mozilla ms msa msi msp mssql mx my mysql n/a nas net netflix netgear netlogon network nic nightly
nist none norton note notes notebook november npm ntfs nvidia nvme nvr o365 october ocr office okta onboarding onedrive
onenote online open openvpn optiplex oracle os ost ota outlook outage ownership page panel parallels pass password passwords paypal pbx pc
pci pcl pci-dss pdf peachtree phishing phone photoshop php pin ping plex pm po poe pop pop3 port pos post postscript
poweredge powerpoint powershell ppt precision preview print printer printers proliant proofpoint proplus psk pst putty python qbo
qnap qos quick quickbooks quicken radius raid ram ransomware rdp rdgateway rds readynas reboot rebooted recall received reception
reconnect redis registry remote removed rename replaced rest restart restarted restore ricoh ring rj45 rmm
roku router routers rsa ruckus s3 sage salesforce samsung sandisk sas sata saturday scan scanner scansnap sccm schedule
screen screenconnect sd sdwan seagate sector security september server servers service services session settings setup sfc sftp
share sharefile sharepoint sharp shared shift shopify siem signature signin sim sip skype slack sla smb sms smtp smtp2go snmp snapshot
sonicwall sophos splashtop spam spectrum spf spooler sql square squarespace ssd ssh ssid ssl sso ssn ssrs stripe subject sunday superops
support surface svchost switch sync synced synology syncro synced sysprep system system32 systems tax tablet taskbar task tasks tcp teams
teamviewer telnet tenant test tested thinkcentre thinkpad threatlocker thunderbird thunderbolt thursday ticket tickets time timeout tls toner
toshiba totp tpm trend trello tuesday turbotax twilio twitter ubiquiti ubuntu ucs udp uefi unc unifi unlocked update updated updates
upgrade upn ups url usb usb-c user users vdi veeam vendor verizon verified version vga viber video virtual virus visa visio visual
vlan vlans vm vmware vnc vocera voicemail voip vpn vsphere w-2 wan wap warranty wasabi watchguard web webcam webex
webmail webroot wednesday wep whatsapp wifi wi-fi windows win10 win11 win7 winscp winrar wireguard wireless wireshark word wordpress workstation
wpa wpa2 wpa3 wsus www xerox xfinity xml xps yahoo yealink youtube zebra zendesk zip zoom zyxel 2fa 3cx 7zip 8x8
atera ninjaone ninja ninjarmm halo halopsa n-able acronis cove axcient connectwise-control manage bill billing hours hour hourly
dentrix eaglesoft opendental quickbase netsuite tally sap xero gusto paychex clio lawpay practice cloudberry
remediation investigation escalated resolved closed pending approved quote estimate po# call called reminder urgent asap fyi eod eta
tv vcr ac dc power supply battery charger psu motherboard mainboard cpu fan heatsink keyboard trackpad touchpad
am pm est pst cst utc gmt eu us usa uk url urls sku faq pto ceo cfo cto coo hr's vp it's covid
bearer spool token tokens express lieferadresse adresse keys code codes alarm passcode gateway attempt attempts policies prompt prompts sign-in signed error: robocopy chocolatey winget ninite sysinternals procmon autoruns event viewer device-manager
bot assistant system technician tech
finance marketing sales accounting payroll operations reception warehouse shipping engineering legal management purchasing
exam room conference lobby kitchen upstairs downstairs basement floor building suite
wan1 wan2 lan1 port1 vlan10 nic1 hdd1 ok okay yes no hi hello thanks thank dear regards cheers sincerely please sorry
owner manager hire new old spoke voicemail attn shipping address router firewall connected set from to re fw fwd cc bcc
ntlm kerberos oauth saml jwt aes sha sha-256 md5 rdweb adfs aad entra azuread adconnect exchangeonline gal oab owa ecp
bec soc noc mdr xdr dr bcdr rpo rto sop nda msa sow kpi crm erp ehr emr pms pacs hipaa pci gdpr soc2 iso27001 cmmc
windows-update patch tuesday hotfix cumulative preview build release beta canary stable lts
""".split()
)
# What stands in front of a product is a product too: "Adobe Acrobat Reader".
MAKERS = frozenset(
    """
microsoft windows adobe google apple amazon hp dell lenovo cisco meraki fortinet sonicwall ubiquiti unifi netgear brother
epson canon xerox ricoh kyocera konica lexmark zebra intel amd nvidia samsung logitech plantronics jabra poly polycom yealink
vmware veeam datto acronis barracuda mimecast proofpoint sophos bitdefender malwarebytes eset norton mcafee webroot
sentinelone crowdstrike huntress intuit quickbooks sage citrix oracle sap salesforce hubspot zoom slack dropbox box
connectwise kaseya syncro ninjaone atera autotask splashtop teamviewer anydesk logmein lastpass bitwarden keepass
office outlook excel word teams sharepoint onedrive exchange azure intune entra surface xbox laserjet officejet deskjet
optiplex latitude inspiron precision poweredge thinkpad thinkcentre macbook imac iphone ipad galaxy pixel chromebook
synology qnap buffalo seagate sandisk toshiba verizon comcast spectrum xfinity at&t centurylink vonage ringcentral
watchguard forticlient fortigate mikrotik aruba ruckus linksys tp-link tplink asus acer msi gigabyte corsair
acrobat photoshop autocad revit solidworks matlab docusign paypal stripe shopify wordpress wix squarespace godaddy cloudflare
""".split()
)
